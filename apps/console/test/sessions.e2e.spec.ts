import { eventually } from '@rollcall/testing';
import { expect, test } from 'vitest';
import { accessibilityFaults, consoleAt } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);

const minute = 60_000;

test('who does nothing is asked, then signed out; what the page asks by itself does not count, and what was typed stays', async () => {
  const account = await newAccount();
  const context = await admins.newBrowser();
  const page = await context.newPage();
  await page.clock.install();
  await admins.signIn(page, account);
  await page.goto(`${admins.url}/teams`);
  await page.getByRole('heading', { level: 1, name: 'Teams' }).waitFor();
  await page.getByRole('img', { name: 'What you see is live' }).waitFor();
  await page.keyboard.press('Shift');

  await page.clock.fastForward(27 * minute);
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === '/api/teams');
  const team = await account.createTeam('Design');
  expect((await asked).headers()['rollcall-background']).toBe('true');
  await page.getByText(team.displayName).first().waitFor();
  expect(await page.getByRole('alertdialog').count()).toBe(0);

  await page.clock.fastForward(minute + 5_000);
  await page.getByRole('alertdialog', { name: 'Still there?' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  const kept = page.waitForRequest((request) => new URL(request.url()).pathname === '/api/me');
  await page.keyboard.press('Enter');
  expect((await kept).headers()['rollcall-background']).toBeUndefined();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });

  await page.goto(`${admins.url}/profile`);
  await page.getByLabel('Title', { exact: true }).fill('Half of a wo');
  await page.clock.fastForward(28 * minute + 5_000);
  await page.getByRole('alertdialog', { name: 'Still there?' }).waitFor();
  // The server has the last word, and its clock has not moved: so it says that the session lives, and then that it does not.
  const lastWord = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/me');
  await page.clock.fastForward(2 * minute);
  expect((await lastWord).request().headers()['rollcall-background']).toBe('true');
  expect(await page.getByRole('dialog', { name: 'You are signed out' }).count()).toBe(0);
  const ended = { status: 401, contentType: 'application/problem+json', body: '{"code":"not-signed-in"}' };
  await page.route('**/api/me', (route) => route.fulfill(ended), { times: 1 });
  await page.clock.fastForward(minute);
  const again = page.getByRole('dialog', { name: 'You are signed out' });
  await again.getByText('nothing was done here for a while').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await again.getByLabel('Password').fill(account.adminPassword);
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'detached' });
  expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Half of a wo');
});

test('a session that another browser ends asks for the password at once, in all tabs, and once', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/profile');
  await page.getByRole('img', { name: 'What you see is live' }).waitFor();
  const second = await page.context().newPage();
  await second.goto(`${admins.url}/provisioning`);
  await second.getByRole('img', { name: 'What you see is live' }).waitFor();
  await page.getByLabel('Title', { exact: true }).fill('Half of a wo');

  const elsewhere = await admins.adminPage(account, '/profile');
  const { request } = elsewhere.context();
  const origin = new URL(workspaceUrl).origin;
  expect((await request.delete(`${workspaceUrl}/me/sessions`, { headers: { origin } })).ok()).toBe(true);

  const [again, alsoThere] = [page, second].map((each) => each.getByRole('dialog', { name: 'You are signed out' }));
  if (!again || !alsoThere) throw new Error('there are two tabs');
  await Promise.all([again.waitFor(), alsoThere.waitFor()]);
  await again.getByLabel('Password').fill(account.adminPassword);
  await page.keyboard.press('Enter');
  await Promise.all([again.waitFor({ state: 'detached' }), alsoThere.waitFor({ state: 'detached' })]);
  expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Half of a wo');
  await eventually(
    async () => (await second.getByRole('img', { name: 'What you see is live' }).count()) === 1,
    'the stream is there again',
  );
});
