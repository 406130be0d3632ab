import { useSyncExternalStore } from 'react';
import { Listeners } from '../api/listeners';
import css from './announcer.module.css';

let said: { readonly text: string; readonly at: number } | undefined;
const listeners = new Listeners();
const shownMs = 6_000;
let clearing: ReturnType<typeof setTimeout> | undefined;

function become(next: typeof said): void {
  said = next;
  listeners.tell();
}

/** Says what was done or has happened, for eyes and screen readers. Never a secret. */
export function announce(text: string): void {
  become({ text, at: Date.now() });
  clearTimeout(clearing);
  clearing = setTimeout(() => become(undefined), shownMs);
}

/** The one polite live region of the page (WCAG 4.1.3). */
export function Announcer() {
  const current = useSyncExternalStore(listeners.subscribe, () => said);
  return (
    // React Aria hides from screen readers what is outside of an open dialog, but for what has this mark.
    <div className={css.announcer} role="status" aria-live="polite" data-react-aria-top-layer="true">
      {current ? <p key={current.at}>{current.text}</p> : null}
    </div>
  );
}
