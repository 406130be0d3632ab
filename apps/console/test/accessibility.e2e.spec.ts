import { expect, test } from 'vitest';
import {
  accessibilityFaults,
  accessibilityFaultsAnywhere,
  consoleAt,
  twoWays,
} from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';
import { goWithin, settled } from '../../../tests/support/within-console.js';

// Every page where there is nothing, and where nothing can be read; light and dark, wide and narrow. languages.e2e.spec.ts does the same
// where there is something, and with all that opens over the pages.
const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const places = 'provisioning people roles teams takeovers reconciler leavers log why settings profile'.split(' ');
const someId = '01890a5d-ac96-774b-bcce-b302099a8058';
/** Pages of one thing: empty they say that there is no such thing. */
const ofThings = ['people', 'teams', 'takeovers', 'reconciler/runs', 'log'].map((place) => `${place}/${someId}`);

/** How long announcements stand (`shell/announcer.tsx`): here they stay until the next one. */
const announcementsStay = `(() => {
  const soon = setTimeout;
  window.setTimeout = (run, after, ...rest) => (after === 6000 ? 0 : soon(run, after, ...rest));
})()`;

/** What lies over a page is the same on each: one page is looked at in full, and each for what it may change there. */
const overPages = twoWays.map(([theme, width]) => [theme, width, 'over'] as const);

const problem = {
  status: 500,
  contentType: 'application/problem+json',
  body: JSON.stringify({ title: 'Broken', status: 500, detail: 'Something is broken here.', code: 'internal' }),
};

test.each(['empty', 'failed'])(
  'every page can be used by everybody when it is %s',
  async (state) => {
    const account = await newAccount();
    const page = await admins.adminPage(account, '/profile');
    await settled(page);
    if (state === 'failed') {
      await page.route(/\/api\/(?!me$|events)/, (route) => route.fulfill(problem));
      await page.reload(); // what was read before is forgotten
      await settled(page);
    }
    const faults: string[] = [];
    for (const place of [...places, ...ofThings]) {
      await goWithin(page, `${admins.url}/${place}`);
      faults.push(...(await accessibilityFaultsAnywhere(page)).map((fault) => `${place}: ${fault}`));
    }
    expect(faults).toEqual([]);
  },
  120_000,
);

test('what is announced can be read on every page, beside the bar of telephones, and heard while a dialog is open', async () => {
  const account = await newAccount();
  await account.newRole('Editor', 'member');
  const page = await admins.adminPage(account, '/roles');
  await page.context().addInitScript(announcementsStay);
  await page.reload();
  await page.getByRole('button', { name: 'Copy the id of Editor' }).click();
  const announced = page.getByRole('status').filter({ hasText: 'Copied.' });
  const links = page.getByRole('navigation').getByRole('link');
  const faults: string[] = [];
  const places = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  for (const [index, place] of places.entries()) {
    await page.locator(`nav a[href="${place}"]`).click();
    await page.waitForURL(new URL(place, admins.url).href);
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    faults.push(
      ...(await accessibilityFaultsAnywhere(page, index === 0 ? twoWays : overPages)).map(
        (fault) => `${place}: ${fault}`,
      ),
    );
    await announced.waitFor();
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const [text, bar] = [await announced.locator('p').boundingBox(), await page.getByRole('navigation').boundingBox()];
  expect((text?.y ?? 0) + (text?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await announced.waitFor(); // nothing that is hidden from screen readers has a role
  faults.push(...(await accessibilityFaults(page)));
  expect(faults).toEqual([]);
}, 120_000);
