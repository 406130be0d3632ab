import { eventually } from '@rollcall/testing';
import type { Page } from 'playwright-core';

/** What stands over a page of the console. */
export const overlays = '[role=dialog], [role=alertdialog], [role=menu]';

/**
 * Closes all that is over a page. Esc does, but not a secret that is shown once: that is said to be kept, and has a button, the last one.
 * Esc is pressed again where it came too early.
 */
export async function closeOverlays(page: Page): Promise<void> {
  const open = page.locator(overlays);
  for (let count = await open.count(); count > 0; count = await open.count()) {
    const last = open.nth(count - 1);
    await eventually(async () => {
      if ((await last.locator('[data-secret]').count()) === 0) await page.keyboard.press('Escape');
      else {
        await last.getByRole('checkbox').first().check({ force: true, timeout: 500 });
        await last.getByRole('button').last().click({ timeout: 500 });
      }
      await last.waitFor({ state: 'detached', timeout: 300 });
      return true;
    }, 'what is over the page is closed');
  }
}
