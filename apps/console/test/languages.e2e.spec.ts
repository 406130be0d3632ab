import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';
import { pushGroup, type Account } from '../../../tests/support/workspace.js';

// Every text of ours is longer and within ⟦…⟧ in the pseudo-language. What stands outside of the marks must be data: what the API has
// answered, or a time or a number.
const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);

const paths = ['/sign-in', '/set-up', '/set-password'];
const places = 'provisioning people roles teams takeovers reconciler leavers log why settings profile'.split(' ');
/** Words of times and lengths of time, names of languages and themes of `Intl`, and what other products call things. */
const ofTimes =
  /\b(?:\d+|[ap]m|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|ago|in|now|utc|secs?|min|hrs?|days?|ms|and|yesterday|tomorrow|deutsch|english|ctrl|esc|https?)\b/gi;

/** React Aria has its own texts, in the languages that there are: the choice of languages has none for this one. */
const ariaOwn = 'Select an item';

test('every page shows only texts that can be translated, and has room for longer ones on a wide screen', async () => {
  const account = await newAccount();
  const teamId = await furnish(account);
  const page = await admins.adminPage(account, '/provisioning', { language: 'en-XA' });
  const answered = new Set<string>([account.slug, account.adminEmail, 'Rollcall', ariaOwn]);
  page.on('response', (response) => {
    if (!response.url().includes('/api/') || response.url().includes('/api/events')) return;
    void response.json().then(
      (body: unknown) => stringsOf(body).forEach((text) => answered.add(text)),
      () => undefined,
    );
  });
  const faults: string[] = [];
  for (const path of [...places.map((place) => `/${place}`), `/people/${account.adminId}`, `/teams/${teamId}`]) {
    faults.push(...(await faultsOf(page, path, answered)));
  }
  await page.context().clearCookies();
  for (const path of paths) faults.push(...(await faultsOf(page, path, answered)));
  expect(faults).toEqual([]);
}, 180_000);

test('German is chosen by the browser, with its words and numbers', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/people', { language: 'de' });
  await page.getByRole('heading', { level: 1, name: 'Personen' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('table', { name: 'Personen' }).getByText('Administrator').waitFor();
});

/** With something on every page. @returns a team that the directory keeps */
async function furnish(account: Account): Promise<string> {
  await account.newRole('Editor', 'member');
  const { body } = await account.scim.send('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `ann@${account.slug}.example`,
    name: { givenName: 'Ann', familyName: 'Lee' },
  });
  const team = await pushGroup(account.scim, 'Sales', [body.id as string]);
  await account.addMember(team, account.adminId);
  return team;
}

async function faultsOf(page: Page, path: string, answered: ReadonlySet<string>): Promise<string[]> {
  const faults: string[] = [];
  await page.goto(admins.url + path);
  for (const width of [1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const wide = await page.evaluate<string[]>(`[document.documentElement, ...document.querySelectorAll('main')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.localName + ' ' + element.scrollWidth + ' > ' + element.clientWidth)`);
    faults.push(...wide.map((what) => `${path} at ${width}: ${what}`));
  }
  const shown = await page.evaluate<string[]>(`(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (!parentElement.closest('noscript, script, style, code, kbd, time, pre')) found.push(data);
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder]'))
      found.push(element.getAttribute('aria-label') ?? '', element.getAttribute('placeholder') ?? '');
    return found;
  })()`);
  const data = [...answered].join('\n').toLowerCase();
  faults.push(
    ...shown
      .map((text) => [text, unmarked(text)] as const)
      .filter(([, left]) => left && !isData(left, data))
      .map(([text]) => `${path}: ${text}`),
  );
  return [...new Set(faults)];
}

/** What of a text is outside of the marks, without times and numbers. */
function unmarked(text: string): string {
  let left = text;
  for (let before = ''; before !== left;) {
    before = left;
    left = left.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  return left
    .replaceAll(ofTimes, ' ')
    .replaceAll(/[^\p{L}\p{N}@._:/ -]+/gu, ' ')
    .trim();
}

const isData = (left: string, data: string): boolean =>
  !/\p{L}/u.test(left) ||
  data.includes(left.toLowerCase()) ||
  left.split(/\s+/).every((word) => data.includes(word.toLowerCase()));

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
