import { eventually } from '@rollcall/testing';
import type { Locator, Page } from 'playwright-core';

type Role = Parameters<Page['getByRole']>[0];

/** More than any page has to go through. */
const longestWay = 200;

const hasFocus = async (page: Page, control: Locator) =>
  (await control.and(page.locator(':focus, :focus-within')).count()) > 0;

/**
 * Goes to a control with Tab, as somebody without a mouse does, from wherever the focus is.
 * @throws Error where Tab does not come to it, or it cannot be used
 */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  await eventually(
    () => control.isEnabled(),
    () => `${String(control)} can be used`,
  );
  for (let step = 0; step < longestWay; step += 1) {
    if (await hasFocus(page, control)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${String(control)}`);
}

/** Somebody who works with the keyboard alone on a page. Of controls of the same name the last one is meant. */
export function keyboardOn(page: Page) {
  const named = (role: Role, name: string | RegExp) => page.getByRole(role, { name, exact: true }).last();
  return {
    /** Goes to what has a name, and presses a key there. */
    press: async (name: string | RegExp, role: Role = 'button', key = 'Enter'): Promise<void> => {
      await tabTo(page, named(role, name));
      await page.keyboard.press(key);
    },
    /** Goes to a field, and types in place of what is in it. */
    type: async (label: string | RegExp, text: string): Promise<void> => {
      await tabTo(page, page.getByLabel(label, { exact: true }).last());
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
    /** Chooses an entry of a menu. */
    choose: async (menu: string, entry: string): Promise<void> => {
      await tabTo(page, named('button', menu));
      await page.keyboard.press('Enter');
      const item = page.getByRole('menuitem', { name: entry, exact: true });
      await page.getByRole('menu').and(page.locator(':focus-within')).waitFor(); // arrows before that are for its button
      for (let step = 0; step < longestWay && !(await hasFocus(page, item)); step += 1)
        await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    },
    /** Waits until the focus is on a control again, as it is a moment after what it opened was closed: only then keys go there. */
    isBackAt: (name: string, role: Role = 'button'): Promise<void> =>
      named(role, name).and(page.locator(':focus')).waitFor(),
    /** Says of a secret that is shown once that it is kept, and closes its dialog. */
    keepSecret: async (): Promise<void> => {
      await tabTo(page, page.getByRole('dialog').getByRole('checkbox', { name: 'I have put it in a safe place' }));
      await page.keyboard.press('Space');
      await tabTo(page, named('button', 'Close'));
      await page.keyboard.press('Enter');
    },
  };
}
