import { useId, type ReactNode, type RefObject } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup as AriaRadioGroup,
  SearchField as AriaSearchField,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { Check, ChevronDown, Search, X } from 'lucide-react';
import { t } from '../texts';
import css from './field.module.css';

export interface FieldProps extends AriaTextFieldProps {
  readonly label: string;
  /** What to enter, or where it is to be found. */
  readonly hint?: ReactNode;
  /** What the API says is wrong with it. */
  readonly problem?: string | undefined;
  readonly placeholder?: string;
}

/** A field for one line of text, with its label, a hint and what is wrong. */
export function TextField({ label, hint, problem, placeholder, ...props }: FieldProps) {
  return (
    <AriaTextField
      {...props}
      isInvalid={problem !== undefined || props.isInvalid === true}
      // What the API has said must not keep the browser from sending the form again.
      validationBehavior={problem === undefined ? 'native' : 'aria'}
      className={css.field}
    >
      <Label>{label}</Label>
      <Input className={css.input} {...(placeholder ? { placeholder } : {})} />
      {hint ? (
        <Text slot="description" className={css.hint}>
          {hint}
        </Text>
      ) : null}
      {problem ? <FieldError className={css.problem}>{problem}</FieldError> : <FieldError className={css.problem} />}
    </AriaTextField>
  );
}

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

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

/** One of a few, in a menu. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, isLabelHidden, choices, value, onChange, isDisabled } = props;
  const [labelId, valueId] = [useId(), useId()];
  return (
    <AriaSelect
      className={css.field}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as Value)}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      {...(isDisabled ? { isDisabled } : {})}
    >
      {isLabelHidden ? null : <Label>{label}</Label>}
      {/* Its name is what is seen: the label, then the value (WCAG 2.5.3). */}
      <AriaButton className={css.select} {...(isLabelHidden ? { 'aria-labelledby': `${labelId} ${valueId}` } : {})}>
        {isLabelHidden ? (
          <span id={labelId} className={css.selectLabel}>
            {label}:
          </span>
        ) : null}
        <span id={valueId} className={css.selectValue}>
          <SelectValue />
        </span>
        <ChevronDown aria-hidden />
      </AriaButton>
      <Popover className={css.popover}>
        <ListBox className={css.list}>
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} className={css.option}>
              <Check aria-hidden />
              <span>
                <Text slot="label">{choice.label}</Text>
                {choice.hint ? (
                  <Text slot="description" className={css.hint}>
                    {choice.hint}
                  </Text>
                ) : null}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
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
