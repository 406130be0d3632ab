import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaultsAnywhere, consoleAt, twoWays } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
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
  const keys = keyboardOn(page);
  await keys.press(/Take it, and use it in small letters/, 'radio', 'ArrowDown');
  await page.getByText('One change is not saved yet.').waitFor();
  await keys.press('Save…');
  await keys.press('Save');
  await page.getByText('The settings are saved.').waitFor();
  expect((await account.summary()).settings.emailCase).toBe('refuse');
});

test('by keyboard alone a webhook is added with its secret shown once, changed, given another secret, and removed', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  const keys = keyboardOn(page);
  await keys.press('Add webhook');
  await keys.type('Address of the receiver', 'https://hooks.example.com/rollcall');
  await keys.press('Add');
  const shown = page.getByRole('dialog', { name: 'The secret of the webhook' });
  await keys.press('Show: Secret');
  const secret = await page.locator('[data-secret]').textContent();
  expect(secret).toMatch(/^whsec_/);
  await page.keyboard.press('Escape');
  expect(await shown.isVisible()).toBe(true);
  await keys.keepSecret();
  await shown.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(secret);

  await keys.press('Manage https://hooks.example.com/rollcall');
  await page.getByText('Nothing was sent in the last 30 days').waitFor();
  await keys.press(/Send messages to it/, 'checkbox', 'Space');
  await keys.press('Save');
  await page.getByText('The webhook is changed.').waitFor();
  await keys.press('New secret…');
  await keys.press('New secret');
  await keys.press('Show: Secret');
  expect(await page.locator('[data-secret]').textContent()).not.toBe(secret);
  await keys.keepSecret();
  await keys.press('Remove…');
  await keys.press('Remove');
  await page.getByText('The webhook is removed.').waitFor();
  await page.getByText('No webhook.').waitFor();
});

test('by keyboard alone the log is sent to a receiver: added with its secret shown once, paused, resumed, led elsewhere and removed', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  const keys = keyboardOn(page);
  await page.getByText('The log is sent nowhere.').waitFor();
  await keys.press('Add receiver');
  await keys.type('Address of the receiver', 'https://10.0.0.1/log');
  await keys.press('What happens from now on', 'radio', 'ArrowDown');
  await keys.press('Add');
  await page.getByText('The address is one of a private network').waitFor();
  await keys.type('Address of the receiver', 'https://hooks.example.com/log');
  await keys.press('Add');
  await keys.press('Show: Secret');
  expect(await page.locator('[data-secret]').textContent()).toMatch(/^whsec_/);
  await keys.keepSecret();
  await page
    .getByText(/still to be sent|Sending/)
    .first()
    .waitFor();

  await keys.press('Manage https://hooks.example.com/log');
  await keys.press('Pause');
  await page.getByText('An admin has paused it').waitFor();
  await keys.press('Go on');
  await keys.type('Address of the receiver', 'https://logs.example.com/log');
  await keys.press('Save');
  await page.getByText('The receiver is changed.').waitFor();
  expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
  await keys.press('Remove…');
  await keys.press('Remove');
  await page.getByText('The receiver is removed.').waitFor();
  await page.getByText('The log is sent nowhere.').waitFor();

  // Syslog has no secret: that it was added is all that is said.
  await keys.press('Add receiver');
  expect(await page.getByLabel('Certificate authority (optional)').count()).toBe(0);
  await keys.type('Address of the receiver', 'syslog+tls://logs.example.com');
  await keys.type('Certificate authority (optional)', 'no certificate');
  await keys.press('Add');
  await page
    .getByRole('alert')
    .getByText(/certificate/i)
    .first()
    .waitFor();
  await keys.type('Certificate authority (optional)', ' ');
  await keys.press('Add');
  await page.getByText('The receiver is added.').waitFor();
  await keys.press(/^Manage syslog/);
  await page.getByLabel('Certificate authority (optional)').waitFor();
}, 120_000);

test('unsaved changes and dialogs can be used by everybody', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/settings');
  await setting(page, 'eraseReleasedAfterDays').getByText('Erase it so many days after').click();
  await page.getByRole('textbox', { name: 'Days' }).fill('90');
  expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByText('Nobody would be erased now.').waitFor();
  expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await page.getByText('Only these').click();
  expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
});
