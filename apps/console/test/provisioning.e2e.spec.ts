import { eventually } from '@rollcall/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults, accessibilityFaultsAnywhere, consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { ScimSession } from '../../../tests/support/scim-session.js';
import { stack } from '../../../tests/support/stack.js';
import { workspaceAt } from '../../../tests/support/workspace.js';
import { keptByPage } from './kept-by-page.js';

const { newAccount, workspaceUrl, gateways, stackFile } = await stack();
const admins = consoleAt(workspaceUrl);
const workspace = workspaceAt(workspaceUrl);
const scimWith = (secret: string) => new ScimSession(gateways[0] ?? stackFile.scimUrl, secret);
const heading = (page: Page) => page.getByRole('heading', { level: 1, name: 'Provisioning' });

/** What the dialog shows after `Show`. */
async function shownSecret(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Show: Token' }).click();
  return (await page.locator('[data-secret]').textContent()) ?? '';
}

test('a token is generated, its secret shown once, its first request seen, and then it is replaced and revoked', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/provisioning');
  await page.getByRole('button', { name: 'Generate token' }).click();
  await page.getByLabel('Name').fill('Entra');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'The token “Entra”' });
  await dialog.waitFor();
  // Nothing but its button closes it, and that only after the secret was copied or said to be kept.
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  expect(await dialog.isVisible()).toBe(true);
  expect(await dialog.getByRole('button', { name: 'Close' }).isDisabled()).toBe(true);
  expect(await page.locator('[data-secret]').textContent()).toMatch(/^•+$/);
  const secret = await shownSecret(page);
  expect(secret.length).toBeGreaterThan(40);
  await dialog.getByRole('button', { name: 'Copy: Token' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await dialog.getByText('Waiting for the first request with “Entra”').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await keptByPage(page)).not.toContain(secret);

  await page.getByText('Waiting for the first request with “Entra”').waitFor();
  const { status } = await scimWith(secret).find('nobody@acme.example');
  expect(status).toBe(200);
  await page.getByText('It works:').waitFor({ timeout: 2_000 });

  // From here on with the keyboard alone.
  const keys = keyboardOn(page);
  await keys.press('Replace Entra');
  await keys.press('Generate');
  await keys.press('Show: Token');
  const successor = (await page.locator('[data-secret]').textContent()) ?? '';
  await keys.keepSecret();
  const revoke = page.getByRole('button', { name: 'Revoke the old token' });
  await page.getByRole('heading', { name: 'Replacing “Entra”' }).waitFor();
  expect(await revoke.isDisabled()).toBe(true);
  await scimWith(successor).find('nobody@acme.example');
  await page.getByText('The new token is in use').waitFor();
  await keys.press('Revoke the old token');
  const asked = page.getByRole('alertdialog', { name: 'Revoke “Entra”?' });
  expect(await asked.getByText('Used by').isVisible()).toBe(true);
  expect(await asked.getByRole('button', { name: 'Revoke' }).isDisabled()).toBe(true);
  await keys.type('Type Entra to revoke it', 'Entra');
  await keys.press('Revoke');
  await page.getByText('Nothing was missed').waitFor();
  await eventually(
    async () => (await scimWith(secret).find('nobody@acme.example')).status === 401,
    'the old token is refused',
  );
  expect((await scimWith(successor).find('nobody@acme.example')).status).toBe(200);
  expect(await keptByPage(page)).not.toContain(successor);
});

test('with the keyboard alone a token is generated and kept', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/provisioning');
  await heading(page).waitFor();
  const generate = page.getByRole('button', { name: 'Generate token' });
  await generate.waitFor();
  await page.keyboard.press('Tab'); // from the heading, which has the focus after navigation
  expect(await generate.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'The token “By keys”' });
  await dialog.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Enter'); // the focus is on Copy
  await page.getByText('Copied. It is in the clipboard').waitFor();
  await page.keyboard.press('Tab'); // the tick
  await page.keyboard.press('Tab'); // Close
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('rowheader', { name: 'By keys' }).waitFor();
});

test('an answer that was lost on the way is said, and one button makes another token', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/provisioning');
  await page.getByRole('button', { name: 'Generate token' }).click();
  let isLost = false;
  await page.route('**/api/scim/tokens', async (route) => {
    if (route.request().method() !== 'POST' || isLost) return route.continue();
    isLost = true;
    expect((await route.fetch()).status()).toBe(201); // it is made
    await route.abort();
  });
  await page.getByLabel('Name').fill('Lost');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByText('is not known: look before you repeat it').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Revoke it and generate another' }).click();
  await page.getByRole('dialog', { name: 'The token “Lost”' }).waitFor();
  const tokens = (await account.tokens()).filter(({ name }) => name === 'Lost').map(({ state }) => state);
  expect(tokens.sort()).toEqual(['revoked', 'working']);
});

test('what a service that is away would know is said not to be known, nothing can be written, and it comes back by itself', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/provisioning');
  await page.getByRole('rowheader', { name: 'Okta' }).waitFor();
  let isAway = true;
  const detail = 'A part of Rollcall does not answer now. Try again in a moment.';
  await page.route(/\/api\/scim\/(?:tokens|status)$/, async (route) => {
    if (!isAway) return route.continue();
    const problem = { type: 'about:blank', title: 'Unavailable', status: 503, detail, code: 'unavailable' };
    await route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) });
  });
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await page.reload();
  await page.getByText(detail).first().waitFor({ timeout: 20_000 });
  expect(await page.getByRole('button', { name: 'Generate token' }).count()).toBe(0);
  isAway = false;
  await page.getByRole('rowheader', { name: 'Okta' }).waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Generate token' }).waitFor();
});

test('another admin makes the one whose token it is inactive: the banner says so on every open page', async () => {
  const account = await newAccount();
  const admin = await workspace.adminOf(account);
  const second = await workspace.join(account, admin, `second@${account.slug}.example`, 'admin');
  await account.newToken({ creatorId: second.id });
  await account.revokeToken(account.tokenId);
  const page = await admins.adminPage(account, '/teams');
  await page.getByRole('heading', { level: 1, name: 'Teams' }).waitFor();
  await page
    .getByRole('img', { name: 'What you see is live' })
    .or(page.getByTitle('What you see is live'))
    .first()
    .waitFor();
  expect((await admin.patch(`/users/${second.id}`, { active: false })).status).toBe(200);
  const banner = page.locator('[data-banner=token-died]');
  await banner.getByText('Provisioning has stopped').waitFor({ timeout: 2_000 });
  await banner.getByRole('link', { name: 'See what to do' }).click();
  await page.locator('[data-state=token-died]').getByRole('button', { name: 'Generate token' }).waitFor();
});

test('until the first request a checklist says what to do, for each identity provider', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/provisioning');
  await page.getByText('No request has come yet.').waitFor();
  await page.getByRole('heading', { name: 'Connect your identity provider' }).waitFor();
  await page.getByText('Microsoft Entra ID').click();
  await page.getByText('Enter the base URL as Tenant URL').waitFor();
});

test('the page can be used by everybody', async () => {
  const account = await newAccount();
  await account.revokeToken(account.tokenId);
  const page = await admins.adminPage(account, '/provisioning');
  await page.locator('[data-state=token-died]').waitFor();
  await page.getByText('The same as a table').click();
  expect(await accessibilityFaultsAnywhere(page)).toEqual([]);
}, 120_000);
