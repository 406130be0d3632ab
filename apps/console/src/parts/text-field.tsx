import type { ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
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
