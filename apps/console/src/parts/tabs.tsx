import type { ReactNode } from 'react';
import css from './tabs.module.css';

/** Links to parts of a page, each with an address of its own: put `Link`s into it, the current one with `aria-current`. */
export function Tabs({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav className={css.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
