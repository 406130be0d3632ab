import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaultsAnywhere, consoleAt, twoWays } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const setting = (page: Page, name: string) => page.locator(`[data-setting=${name}]`);

test('settings are changed as sentences, with what it does, and stay so', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await setting(page, 'manualChanges').getByText('Refuse it at once').click();
  await setting(page, 'deprovisionBrake').getByText('Ask an admin once it is more').click();
  await page.getByText('A number is missing').waitFor();
  expect(await page.getByRole('button', { name: 'Save…' }).isDisabled()).toBe(true);
  await page.getByLabel('Percent of the people').fill('101');
  await page.getByText('A whole number from 1 to 100').waitFor();
  await page.getByLabel('Percent of the people').fill('10');
  await page.getByText('2 changes are not saved yet.').waitFor();
  await page.getByRole('button', { name: 'Save…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Save these changes?' });
  await dialog.getByText('Ask an admin once it is more than 10 %').waitFor();
  await dialog.getByText('now: Let it happen, then put it right').waitFor();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The settings are saved.').waitFor();
  expect((await account.summary()).settings).toMatchObject({ manualChanges: 'refuse', deprovisionBrake: '10' });
  await page.reload();
  expect(await page.getByLabel('Percent of the people').inputValue()).toBe('10');
  await setting(page, 'manualChanges').getByText('Last changed').waitFor({ timeout: 20_000 });
});

test('who was overtaken is told by what, keeps the input, and decides', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await setting(page, 'teamTakeover').getByText('Ask an admin first').click();
  await account.set({ emailCase: 'refuse' });
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Save these changes?' });
  await dialog.getByText('Somebody changed the settings in the meantime').waitFor();
  await dialog.getByText('When the identity provider sends an e-mail address with capitals: Refuse it').waitFor();
  await dialog.getByRole('button', { name: 'Use mine' }).click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The settings are saved.').waitFor();
  expect((await account.summary()).settings).toMatchObject({ teamTakeover: 'review', emailCase: 'refuse' });
});

test('with the keyboard alone a setting is changed and saved', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await page.getByRole('radio', { name: /Take it, and use it in small letters/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText('One change is not saved yet.').waitFor();
  await page.getByRole('button', { name: 'Save…' }).focus();
  await page.keyboard.press('Enter');
  const save = page.getByRole('alertdialog').getByRole('button', { name: 'Save', exact: true });
  await expect.poll(() => save.isEnabled()).toBe(true);
  await save.focus();
  await page.keyboard.press('Enter');
  await page.getByText('The settings are saved.').waitFor();
  expect((await account.summary()).settings.emailCase).toBe('refuse');
});

test('a webhook is added with its secret shown once, changed, given another secret, and removed', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await page.getByLabel('Address of the receiver').fill('https://hooks.example.com/rollcall');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const shown = page.getByRole('dialog', { name: 'The secret of the webhook' });
  await page.getByRole('button', { name: 'Show: Secret' }).click();
  const secret = await page.locator('[data-secret]').textContent();
  expect(secret).toMatch(/^whsec_/);
  await page.keyboard.press('Escape');
  expect(await shown.isVisible()).toBe(true);
  await page.getByText('I have put it in a safe place').click();
  await shown.getByRole('button', { name: 'Close' }).click();
  await shown.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(secret);

  await page.getByRole('button', { name: 'Manage https://hooks.example.com/rollcall' }).click();
  await page.getByText('Nothing was sent in the last 30 days').waitFor();
  await page.getByText('Send messages to it').click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The webhook is changed.').waitFor();
  await page.getByRole('button', { name: 'New secret…' }).click();
  await page.getByRole('button', { name: 'New secret', exact: true }).click();
  await page.getByRole('button', { name: 'Show: Secret' }).click();
  expect(await page.locator('[data-secret]').textContent()).not.toBe(secret);
  await page.getByText('I have put it in a safe place').click();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('The webhook is removed.').waitFor();
  await page.getByText('No webhook.').waitFor();
});

test('the log is sent to a receiver: added with its secret shown once, paused, resumed, led elsewhere and removed', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await page.getByText('The log is sent nowhere.').waitFor();
  await page.getByRole('button', { name: 'Add receiver' }).click();
  await page.getByLabel('Address of the receiver').fill('https://10.0.0.1/log');
  await page.getByText('All that is kept, oldest first').click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('The address is one of a private network').waitFor();
  await page.getByLabel('Address of the receiver').fill('https://hooks.example.com/log');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Show: Secret' }).click();
  expect(await page.locator('[data-secret]').textContent()).toMatch(/^whsec_/);
  await page.getByText('I have put it in a safe place').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page
    .getByText(/still to be sent|Sending/)
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Manage https://hooks.example.com/log' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('An admin has paused it').waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Address of the receiver').fill('https://logs.example.com/log');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The receiver is changed.').waitFor();
  expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('The receiver is removed.').waitFor();
  await page.getByText('The log is sent nowhere.').waitFor();

  // Syslog has no secret: that it was added is all that is said.
  await page.getByRole('button', { name: 'Add receiver' }).click();
  await page.getByLabel('Address of the receiver').fill('syslog+tls://logs.example.com');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('The receiver is added.').waitFor();
}, 120_000);

test('the page can be used by everybody', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await page.getByText('No webhook.').waitFor();
  await setting(page, 'eraseReleasedAfterDays').getByText('Erase it so many days after').click();
  expect(await accessibilityFaultsAnywhere(page)).toEqual([]);
}, 120_000);

test('its dialogs can be used by everybody', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await setting(page, 'eraseReleasedAfterDays').getByText('Erase it so many days after').click();
  await page.getByRole('textbox', { name: 'Days' }).fill('90');
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByText('Nobody would be erased now.').waitFor();
  expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await page.getByText('Only these').click();
  expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
});
