import type { ReactNode, RefObject } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Input,
  Label,
  Radio,
  RadioGroup as AriaRadioGroup,
  SearchField as AriaSearchField,
  Text,
} from 'react-aria-components';
import { Check, Search, X } from 'lucide-react';
import { t } from '../texts';
import css from './field.module.css';
import type { Choice } from './select';

interface SearchProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

/** The search of a list. The key `/` leads to it. */
export function SearchField({ label, value, onChange, inputRef }: SearchProps) {
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} className={css.search}>
      <Search aria-hidden />
      <Input className={css.input} placeholder={label} ref={inputRef} data-search />
      {value ? (
        <AriaButton className={css.clear} aria-label={t.parts.clear}>
          <X aria-hidden />
        </AriaButton>
      ) : null}
    </AriaSearchField>
  );
}

interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly hint?: string;
  readonly isDisabled?: boolean;
}

/** One of a few, each with what it means. */
export function RadioGroup<Value extends string>({
  label,
  hint,
  choices,
  value,
  onChange,
  isDisabled,
}: RadioGroupProps<Value>) {
  return (
    <AriaRadioGroup
      className={css.field}
      value={value}
      onChange={(next) => onChange(next as Value)}
      {...(isDisabled ? { isDisabled } : {})}
    >
      <Label>{label}</Label>
      {hint ? (
        <Text slot="description" className={css.hint}>
          {hint}
        </Text>
      ) : null}
      {choices.map((choice) => (
        <Radio key={choice.value} value={choice.value} className={css.radio}>
          <span className={css.dot} aria-hidden />
          <span>
            {choice.label}
            {choice.hint ? <span className={css.hint}> {choice.hint}</span> : null}
          </span>
        </Radio>
      ))}
    </AriaRadioGroup>
  );
}

interface CheckboxProps {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  /** What it is for, where nothing is written beside it. */
  readonly label?: string;
  readonly children?: ReactNode;
}

export function Checkbox({ isSelected, onChange, isDisabled, label, children }: CheckboxProps) {
  return (
    <AriaCheckbox
      className={css.checkbox}
      isSelected={isSelected}
      onChange={onChange}
      {...(isDisabled ? { isDisabled } : {})}
      {...(label ? { 'aria-label': label } : {})}
    >
      <span className={css.box} aria-hidden>
        <Check />
      </span>
      {children ? <span>{children}</span> : null}
    </AriaCheckbox>
  );
}
