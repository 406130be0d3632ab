import { expect, test } from 'vitest';
import { accessibilityFaultsAnywhere, consoleAt } from '../../../tests/support/console.js';
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
