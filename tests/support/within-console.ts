import { eventually } from '@rollcall/testing';
import type { Page } from 'playwright-core';

/** Until a page has its heading, or says what has failed, and waits for no answer, also not to what a button began. */
export async function settled(page: Page): Promise<void> {
  const isSettled = () =>
    page.evaluate<boolean>(
      `document.querySelector('h1, [role=alert]') !== null && document.querySelector('[aria-busy=true], [data-pending]') === null`,
    );
  await eventually(isSettled, 'nothing is waited for');
}

/**
 * Goes to a page as a link within the console does: the page says when it is there. To load the console anew for each page takes a browser
 * as long as all that is looked at there.
 */
export async function goWithin(page: Page, address: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(address)})`);
  await settled(page);
}
