import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { stack } from '../../../tests/support/stack.js';
import { password, workspaceAt } from '../../../tests/support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const workspace = workspaceAt(workspaceUrl);
const soon = { timeout: 10_000 };

test('own data, password, sessions and e-mails are changed by oneself', async () => {
  const account = await newAccount();
  const elsewhere = await workspace.adminOf(account);
  const page = await admins.adminPage(account, '/profile');
  // What happens elsewhere shows: another sign-in, and its end; and which e-mails one gets.
  const ends = page.getByRole('button', { name: /^End the session on / });
  await expect.poll(() => ends.count(), soon).toBe(1);
  await page.getByRole('img', { name: 'What you see is live' }).waitFor();
  const third = await workspace.adminOf(account);
  await expect.poll(() => ends.count(), soon).toBe(2);
  expect((await third.send('DELETE', '/session')).status).toBe(204);
  await expect.poll(() => ends.count(), soon).toBe(1);
  const mails = page.getByRole('checkbox', { name: 'A token has ended' });
  expect((await elsewhere.patch('/me/notifications', { off: ['token-ended'] })).status).toBe(200);
  await expect.poll(() => mails.isChecked(), soon).toBe(false);
  expect((await elsewhere.patch('/me/notifications', { on: ['token-ended'] })).status).toBe(200);
  await expect.poll(() => mails.isChecked(), soon).toBe(true);
  // From here on with the keyboard alone.
  const keys = keyboardOn(page);
  await keys.type('Title', 'Lead');
  await keys.type('Time zone', 'Nowhere/Land');
  await keys.press('Save');
  await page.getByText('The time zone is not known').waitFor();
  await keys.type('Time zone', 'Europe/Berlin');
  await keys.press('Save');
  await page.getByText('Your profile is saved.').waitFor();
  expect((await elsewhere.get('/me')).body.user.profile).toMatchObject({ title: 'Lead', timezone: 'Europe/Berlin' });

  await keys.press('A token has ended', 'checkbox', 'Space');
  await page.getByText('Your choice is saved.').waitFor();
  const { items } = (await elsewhere.get('/me/notifications')).body;
  expect(items.filter(({ mail }: { mail: boolean }) => !mail)).toEqual([{ kind: 'token-ended', mail: false }]);

  await keys.press('End all others');
  await page.getByText('One session is ended.').waitFor();
  expect((await elsewhere.get('/me')).status).toBe(401);
  await page.getByText('You are signed in nowhere else.').waitFor();

  await keys.type('Present password', 'not-the-one-7');
  await keys.type('New password', password);
  await keys.type('New password once more', 'another');
  await page.getByText('The two are not the same.').waitFor();
  await keys.type('New password once more', password);
  await keys.press('Change password');
  await page
    .getByText(/password/i)
    .filter({ hasText: /wrong|not/i })
    .first()
    .waitFor();
  await keys.type('Present password', account.adminPassword);
  await keys.press('Change password');
  await page.getByText('Your password is changed.').waitFor();
  expect(await account.checkPassword(account.adminEmail, password)).toBe(true);
});

test('with the keyboard alone the browser is made dark and dense, and stays so', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/profile');
  const html = page.locator('html');
  const keys = keyboardOn(page);
  await keys.press(/^As the system/, 'radio', 'ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await html.getAttribute('data-theme')).toBe('dark');
  await keys.press(/^Comfortable/, 'radio', 'ArrowDown');
  await keys.press(/Single keys/, 'checkbox', 'Space');
  await page.reload();
  await page.getByRole('radio', { name: 'Dark' }).waitFor();
  expect([await html.getAttribute('data-theme'), await html.getAttribute('data-density')]).toEqual(['dark', 'compact']);
  await page.keyboard.press('?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await keys.press(/^Dark/, 'radio', 'ArrowDown'); // round to the first
  expect(await html.getAttribute('data-theme')).toBeNull();
});

test('a guest has a profile without what only admins choose', async () => {
  const account = await newAccount();
  const admin = await workspace.adminOf(account);
  await workspace.join(account, admin, `guest@${account.slug}.example`, 'guest');
  const page = await (await admins.newBrowser()).newPage();
  await admins.signIn(page, account, `guest@${account.slug}.example`, password);
  await page.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor();
  await page.getByText('You are signed in').waitFor();
  expect(await page.getByRole('heading', { name: 'E-mails' }).count()).toBe(0);
});
