import { useEffect } from 'react';

/** What lies over a page, and is gone after a choice. */
const over = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** What had the focus last of what stays on the page. */
let last: HTMLElement | undefined;

/** From then on it is known where the focus was before a dialog: call it once, before there is one. */
export function rememberFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(over)) last = target;
  });
}

/**
 * Puts the focus back where it was on the page, once a dialog is gone and nothing else took it. React Aria does so for a single dialog; where one
 * followed another, what opened the last one is gone with the first.
 */
export function useFocusReturn(): void {
  useEffect(
    () => () => {
      // After React Aria, which waits for a frame itself.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (document.activeElement === document.body && last?.isConnected) last.focus();
        }),
      );
    },
    [],
  );
}
