import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import css from './field.module.css';

/** One of a few. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What it means; menus have no room for it. */
  readonly hint?: string;
}

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few, in the browser's own menu, which telephones show as theirs: it lies unseen over what looks like our other fields. */
export function Select<Value extends string>({ label, isLabelHidden, choices, value, onChange }: SelectProps<Value>) {
  const id = useId();
  const chosen = choices.find((choice) => choice.value === value) ?? choices[0];
  return (
    <div className={css.field}>
      {isLabelHidden ? null : <label htmlFor={id}>{label}</label>}
      <div className={css.select}>
        <span className={css.selectValue} aria-hidden>
          {isLabelHidden ? <span className={css.selectLabel}>{label}: </span> : null}
          {chosen?.label}
        </span>
        <ChevronDown aria-hidden />
        <select
          id={id}
          {...(isLabelHidden ? { 'aria-label': label } : {})}
          value={chosen?.value}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
