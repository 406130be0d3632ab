import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults, consoleAt } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);

const onPage = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

test('a tab does not go on in another account that somebody signs in to in another tab', async () => {
  const [acme, other] = [await newAccount(), await newAccount()];
  const page = await admins.adminPage(acme, '/teams');
  await page.getByRole('button', { name: 'New team' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Of the first account');
  const second = await page.context().newPage();
  await admins.signIn(second, other);
  await page.getByTitle(other.slug, { exact: true }).first().waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByText('Of the first account').count()).toBe(0);
});

test('a sign-out takes the other tabs with it, and one that has failed says so', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/teams');
  await onPage(page, 'Teams');
  const second = await page.context().newPage();
  await second.goto(`${admins.url}/people`);
  await onPage(second, 'People');

  await page.route('**/api/session', (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'Sign out' }).click();
  const still = page.getByRole('alertdialog', { name: 'You are still signed in' });
  await still.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await still.getByRole('button', { name: 'Try again' }).click();
  await Promise.all([page, second].map((each) => each.getByLabel('E-mail address').waitFor()));
  expect(await second.getByRole('navigation').count()).toBe(0);
});

test.each(['//evil.example/console', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)'])(
  'the sign-in leads nowhere else: %s',
  async (next) => {
    const account = await newAccount();
    const page = await (await admins.newBrowser()).newPage();
    await page.goto(`${admins.url}/sign-in?account=${account.slug}&next=${encodeURIComponent(next)}`);
    await page.getByLabel('E-mail address').fill(account.adminEmail);
    await page.getByLabel('Password').fill(account.adminPassword);
    await page.keyboard.press('Enter');
    await onPage(page, 'Provisioning');
    expect(page.url()).toBe(`${admins.url}/provisioning`);
  },
);

test('without TLS a tab has its own live updates, and what cannot be copied is shown to be selected', async () => {
  const account = await newAccount();
  const context = await admins.newBrowser();
  await context.addInitScript(`for (const name of ['locks', 'clipboard'])
    Object.defineProperty(Navigator.prototype, name, { get: () => undefined });`);
  const page = await context.newPage();
  await admins.signIn(page, account);
  const team = await account.createTeam('Design');
  await page.goto(`${admins.url}/teams/${team.id}`);
  await page.getByRole('img', { name: 'What you see is live' }).waitFor();
  await page.getByRole('button', { name: 'Copy the id of Design' }).click();
  await page.getByText(team.id, { exact: true }).waitFor();
  await page.getByText('The browser did not let us copy.').waitFor();
});
