import { readFile } from 'node:fs/promises';
import { eventually } from '@rollcall/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults, consoleAt } from '../../../tests/support/console.js';
import { keyboardOn, tabTo } from '../../../tests/support/keyboard.js';
import { stack } from '../../../tests/support/stack.js';
import { pushGroup, workspaceAt } from '../../../tests/support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);
const admins = consoleAt(workspaceUrl);

/** An account of whose people the log knows. */
async function accountWithLog() {
  const account = await newAccount();
  for (const name of ['ann', 'bea']) await account.scim.create(`${name}@log.example`);
  const admin = await adminOf(account);
  const known = async () => (await admin.get('/audit/entries?type=user.created&by=directory')).body.entries.length;
  await eventually(async () => (await known()) === 2, 'the log has both');
  return account;
}

const chart = (page: Page) => page.getByRole('listbox', { name: /^Choose a time in the chart/ });
const hasFocus = (page: Page) => chart(page).evaluate((element) => element === document.activeElement);
const timesIn = (page: Page) => {
  const { searchParams } = new URL(page.url());
  return [searchParams.get('from'), searchParams.get('to')];
};

test('a time is chosen in the chart, with the keyboard and by drawing, and taken back', async () => {
  const account = await accountWithLog();
  const page = await admins.adminPage(account, '/log');
  const list = page.getByRole('list', { name: 'What happened' });
  await list.getByText('bea@log.example').first().waitFor();
  await tabTo(page, chart(page));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  expect(await chart(page).getByRole('option', { selected: true }).count()).toBe(2);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText(/^Shown is .* to /).waitFor();
  const [from = '', to = ''] = timesIn(page);
  expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(2 * 86_400_000);
  await list.getByText('bea@log.example').first().waitFor();

  // Two days are hours now. The first of them is one in which this account was not there.
  await page.getByText('What happened, hour by hour').first().waitFor();
  expect(await hasFocus(page)).toBe(true);
  const box = await chart(page).getByRole('option').first().boundingBox();
  if (!box) throw new Error('the chart has no bars');
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.click(box.x + box.width / 2, box.y + 20, { button: 'right' });
  expect(timesIn(page)).toEqual([from, to]);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 1.5, box.y + 20);
  await page.mouse.up();
  await page.getByText('Nothing in this time. The last that fits was at').waitFor();
  expect(timesIn(page)[0]).toBe(from);
  await page.getByRole('button', { name: 'Show it' }).click();
  await list.getByText('bea@log.example').first().waitFor();
  const [shownFrom, shownTo] = timesIn(page).map((time) => Date.parse(time ?? ''));
  expect((shownTo ?? 0) - (shownFrom ?? 0)).toBe(3_600_000);
  await page.getByRole('button', { name: 'Show all of the time' }).click();
  await list.getByText('bea@log.example').first().waitFor();
  expect(timesIn(page)).toEqual([null, null]);
  expect(await hasFocus(page)).toBe(true);
});

test('a refusal is there within two seconds, with what the identity provider was told and what helps; an eviction leads to the hand', async () => {
  const account = await newAccount();
  const { scim } = account;
  const [admin, team] = [await adminOf(account), await pushGroup(account.scim, 'Sales', [])];
  const { body: ann } = await scim.create('ann@log.example', { displayName: 'Ann Lee' });
  const refused = await scim.create('bad@log.example', { name: { givenName: 'Ann ©', familyName: 'Lee' } });
  expect(refused.status).toBe(400);
  const entries = async () => (await admin.get('/audit/entries?outcome=refused')).body.entries as unknown[];
  await eventually(async () => (await entries()).length === 1, 'the refusal is in the log', { within: 2_000 });
  const page = await admins.adminPage(account, '/log?outcome=refused');
  const detail = (refused.body as { readonly detail: string }).detail.replace(/\.$/, '');
  await page.getByRole('listitem').filter({ hasText: detail }).getByText('which then sends it again').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  expect((await admin.send('PUT', `/teams/${team}/members/${String(ann.id)}`)).status).toBe(202);
  const runs = async () => (await admin.get('/audit/entries?type=team.reconciled')).body.entries as unknown[];
  await eventually(async () => (await runs()).length === 1, 'the eviction is in the log');
  await page.goto(`${admins.url}/log?q=type:team.reconciled`);
  const eviction = page.getByRole('listitem').filter({ hasText: 'ann@log.example put out' });
  await eviction.waitFor();
  const keys = keyboardOn(page);
  await keys.press('Request', 'link');
  const chain = page.getByRole('list', { name: 'What it caused' });
  await chain.getByText('ann@log.example put out').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await keys.press(account.adminEmail, 'link');
  await page.getByRole('heading', { level: 1, name: 'Ada Min' }).waitFor();
});

test('why somebody is in a team, or cannot sign in, and why a token ended is asked by keyboard alone; the answer names what it rests on', async () => {
  const account = await newAccount();
  const { body: ann } = await account.scim.create('ann@log.example', { displayName: 'Ann Lee' });
  await pushGroup(account.scim, 'Sales', [String(ann.id)]);
  await account.revokeToken(account.tokenId);
  const admin = await adminOf(account);
  const verdict = async (question: string) => (await admin.get(`/audit/explain/${question}`)).body.explanation?.verdict;
  const isIn = async () => (await verdict('membership?team=Sales&user=ann@log.example')) === 'in-by-directory';
  await eventually(isIn, 'the log has the group');
  const isRevoked = async () => (await verdict(`token?token=${account.tokenId}`)) === 'revoked-by-hand';
  await eventually(isRevoked, 'the log has the end of the token');

  const page = await admins.adminPage(account, '/why');
  const keys = keyboardOn(page);
  const rests = page.getByRole('list', { name: 'What this rests on' }).getByRole('listitem').first();
  await keys.type('Team', 'Sales');
  await keys.type('Person', 'ann@log.example');
  await page.keyboard.press('Enter');
  await page.getByText(/is in the team “Sales” because the group of the identity provider names this person/).waitFor();
  await rests.waitFor();
  await keys.press('Cannot sign in', 'link');
  await rests.waitFor({ state: 'detached' });
  await keys.type('Person', 'ann@log.example');
  await page.keyboard.press('Enter');
  await page.getByText(/ is active/).waitFor();
  await rests.waitFor();
  await keys.press('A token ended', 'link');
  await page.getByRole('option', { name: /^Okta/ }).waitFor({ state: 'attached' }); // they are read
  await keys.press('Token', 'combobox', 'ArrowDown');
  await page.getByText(/is answered with 401 because it was revoked/).waitFor();
  await rests.waitFor();
});

test('what is shown is a file of comma-separated values', async () => {
  const account = await accountWithLog();
  const page = await admins.adminPage(account, '/log?q=type:user.created%20by:directory');
  await page.getByText('bea@log.example').first().waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    keyboardOn(page).press('Download as CSV', 'link'),
  ]);
  expect(download.suggestedFilename()).toBe('rollcall-log.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('sentence');
  for (const name of ['ann', 'bea']) expect(lines.slice(1).join()).toContain(`${name}@log.example`);
});

test('pages are printed on white, without what is only for screens, and with all rows', async () => {
  const account = await newAccount();
  const names = Array.from({ length: 45 }, (_, index) => `Team ${index + 10}`);
  for (const name of names) await account.createTeam(name);
  const page = await admins.adminPage(account, '/teams', { theme: 'dark' });
  await page.getByText('Team 10').waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(45);
  await page.emulateMedia({ media: 'print' });
  await page.getByRole('row', { name: /Team 54/ }).waitFor();
  expect(await page.getByRole('row').count()).toBe(46);
  const shown = await page.evaluate<string[]>(`[getComputedStyle(document.documentElement).backgroundColor,
    getComputedStyle(document.querySelector('nav')).display,
    getComputedStyle(document.querySelector('main button') ?? document.querySelector('nav')).display]`);
  expect(shown).toEqual(['rgb(255, 255, 255)', 'none', 'none']);
  await page.setViewportSize({ width: 680, height: 900 }); // as wide as A4 between its margins
  await page.goto(`${admins.url}/provisioning`);
  const table = page.getByRole('table', { name: 'Tokens' });
  await table.waitFor();
  expect(await table.evaluate((element) => getComputedStyle(element).display)).toBe('table');
});
