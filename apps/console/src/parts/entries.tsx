import type { ReactNode } from 'react';
import css from './entries.module.css';

/** A list whose rows are sentences. */
export function Entries({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={css.entries} aria-label={label}>
      {children}
    </ul>
  );
}

interface EntryProps {
  /** When it was; it stands before the rest. */
  readonly at?: ReactNode;
  readonly children: ReactNode;
  /** Buttons, or what else stands at the end. */
  readonly end?: ReactNode;
}

export function Entry({ at, children, end }: EntryProps) {
  return (
    <li className={css.entry}>
      {at ? <span className={css.at}>{at}</span> : null}
      <div className={css.text}>{children}</div>
      {end ? <span className={css.end}>{end}</span> : null}
    </li>
  );
}
