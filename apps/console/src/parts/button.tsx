import type { ComponentProps, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import css from './button.module.css';

export interface ButtonProps extends AriaButtonProps {
  /** `danger`: what it does cannot be taken back. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly ref?: Ref<HTMLButtonElement>;
}

/**
 * A button. `isPending` shows that what it began is under way, and lets nobody begin it twice. What changes something, or opens a dialog
 * that does, has `data-write`: it is not offered while that cannot be done, and tests know it by that.
 */
export function Button({ kind = 'plain', ...props }: ButtonProps) {
  return <AriaButton {...props} className={`${css.button} ${css[kind]}`} />;
}

/** A link that gives a file, and looks like the buttons beside it. */
export function DownloadLink({ children, ...props }: ComponentProps<'a'> & { readonly download: string }) {
  return (
    <a {...props} className={css.button}>
      {children}
    </a>
  );
}

/** A button that is an icon; `aria-label` says what it does. */
export function IconButton(props: AriaButtonProps & { readonly 'aria-label': string }) {
  return <AriaButton {...props} className={`${css.button} ${css.icon}`} />;
}
