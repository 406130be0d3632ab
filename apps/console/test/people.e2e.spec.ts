import { eventually } from '@rollcall/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { stack } from '../../../tests/support/stack.js';
import { pushGroup, workspaceAt, type Account } from '../../../tests/support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const workspace = workspaceAt(workspaceUrl);

const pushed = (account: Account, name: string, more: object = {}) =>
  account.scim.send('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${name}@${account.slug}.example`,
    displayName: `${name} Lee`,
    title: 'Cook',
    ...more,
  });

const activePatch = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', value: { active: true } }],
};

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Person' });

test('by keyboard alone somebody is invited, edited, made inactive and erased; the link is shown once and is nowhere afterwards', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/people');
  const keys = keyboardOn(page);
  await keys.press('Invite');
  await keys.type('E-mail address', `zoe@${account.slug}.example`);
  await keys.type('Given name', 'Zoe');
  await keys.type('Family name', 'Zapf');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The invitation of Zoe Zapf' }).waitFor();
  await page.keyboard.press('Escape'); // closes nothing
  await keys.press('Show: Password link');
  const link = (await page.locator('[data-secret]').textContent()) ?? '';
  expect(link).toMatch(/^http.*set-password#.{20,}/);
  await keys.press('Copy: Password link');
  await keys.press('Close');
  await panelOf(page).getByRole('heading', { name: 'Zoe Zapf' }).waitFor();
  const secret = link.split('#')[1] ?? link;
  expect(await page.content()).not.toContain(secret);
  expect(
    await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])'),
  ).not.toContain(secret);

  await keys.press('Edit');
  await keys.type('Job title', 'Baker');
  await keys.press('Save');
  await panelOf(page).getByText('Baker').waitFor();

  await keys.choose('More', 'Make inactive');
  await page.getByText('One seat becomes free.').waitFor();
  await keys.press('Make inactive');
  await panelOf(page).getByText('Why they cannot sign in').waitFor();
  await panelOf(page)
    .getByText(/made .* inactive/)
    .first()
    .waitFor();
  await keys.choose('More', 'Erase data');
  await page.getByText('It is gone for good').waitFor();
  await keys.press('Erase data');
  await page.getByText('The data is erased.').waitFor();
  await expect(account.summary()).resolves.toMatchObject({ slug: account.slug });
  await page.getByRole('row', { name: /Zoe/ }).waitFor({ state: 'detached' });
});

test('what the directory keeps is marked, can be changed all the same, and is handed back', async () => {
  const account = await newAccount();
  const { body: ann } = await pushed(account, 'ann');
  await pushGroup(account.scim, 'Sales', [ann.id as string]);
  const page = await admins.adminPage(account, `/people/${ann.id}`);
  await page.getByText('the next sync overwrites it').waitFor();
  expect(await page.getByRole('img', { name: 'overwritten by the next sync' }).count()).toBeGreaterThan(1);
  await page.getByRole('link', { name: 'Sales' }).first().waitFor();
  await page
    .getByText(/created ann@/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByText('the next sync overwrites what you change here').waitFor();
  await page.keyboard.press('Escape');
  await keyboardOn(page).choose('More', 'Hand back');
  await keyboardOn(page).press('Hand back');
  await page.getByText('The workspace keeps ann Lee now.').waitFor();
  await page.getByText('the next sync overwrites it').waitFor({ state: 'detached' });
  const admin = await workspace.adminOf(account);
  expect((await admin.get(`/users/${ann.id}`)).body.managedBy).toBe('workspace');
});

test('what somebody else has changed meanwhile is not overwritten without a word', async () => {
  const account = await newAccount();
  const { body: ann } = await pushed(account, 'ann');
  const page = await admins.adminPage(account, `/people/${ann.id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Job title').fill('Baker');
  const admin = await workspace.adminOf(account);
  expect((await admin.patch(`/users/${ann.id}`, { profile: { nickName: 'Annie' } })).status).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody changed this in the meantime. Your input is kept.').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('ann Lee was changed.').waitFor();
  const { profile } = (await admin.get(`/users/${ann.id}`)).body;
  expect(profile).toMatchObject({ nickName: 'Annie', title: 'Baker' });
});

test('filters and the search are in the address, and nobody found is said to be so', async () => {
  const account = await newAccount();
  await pushed(account, 'ann');
  const { body: ben } = await pushed(account, 'ben', { active: false });
  const page = await admins.adminPage(account, '/people?active=false&released=false');
  await page.getByRole('row', { name: /ben Lee/ }).waitFor();
  expect(await page.getByRole('row', { name: /ann Lee/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByRole('row', { name: /ann Lee/ }).waitFor();
  await page.keyboard.press('/'); // leads to the search
  await page.keyboard.type('ben');
  await page.getByText('1 found. Looked at all 3 people.').waitFor();
  expect(new URL(page.url()).searchParams.get('search')).toBe('ben');
  // Who was found is shown as they are, whoever changes them.
  const admin = await workspace.adminOf(account);
  await page.getByRole('row', { name: /ben Lee.*Inactive/ }).waitFor();
  expect((await account.scim.send('PATCH', `/Users/${ben.id}`, activePatch)).status).toBe(200);
  await page.getByRole('row', { name: /ben Lee.*Active/ }).waitFor();
  expect((await admin.get(`/users/${ben.id}`)).body.active).toBe(true);
  await page.getByRole('searchbox').fill('nobody');
  await page.getByText('No one matches “nobody”. Looked at all 3 people.').waitFor();
});

test('with the keyboard alone: from the list to somebody, their type, and back to the row', async () => {
  const account = await newAccount();
  await pushed(account, 'ann');
  const page = await admins.adminPage(account, '/people');
  await page.getByRole('row', { name: /ann Lee/ }).waitFor();
  const keys = keyboardOn(page);
  await keys.press(/Ada Min/, 'row', 'j');
  await page.keyboard.press('Enter');
  await panelOf(page).getByRole('heading', { name: 'ann Lee' }).waitFor();
  await keys.press('Change type');
  await keys.press('New type', 'combobox', 'ArrowDown'); // from member to viewer
  await keys.press('Change type');
  await page.getByText('ann Lee is Viewer now.').waitFor();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await keys.isBackAt('Change type'); // the button that opened the dialog
  await page.keyboard.press('Escape');
  await panelOf(page).waitFor({ state: 'detached' });
  await eventually(
    async () => ((await page.evaluate<string>('document.activeElement.textContent')) ?? '').includes('ann Lee'),
    'the focus is on the row again',
  );
});

test('by keyboard alone somebody gets a new password link, and is signed out everywhere', async () => {
  const account = await newAccount();
  const admin = await workspace.adminOf(account);
  const bea = await workspace.join(account, admin, `bea@${account.slug}.example`, 'member');
  const page = await admins.adminPage(account, `/people/${bea.id}`);
  const keys = keyboardOn(page);
  await keys.choose('More', 'New password link');
  await keys.press('Make the link');
  await keys.press('Show: Password link');
  const link = (await page.locator('[data-secret]').textContent()) ?? '';
  expect(link).toMatch(/^http.*set-password#.{20,}/);
  await keys.keepSecret();
  await page.locator('[data-secret]').waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(link.split('#')[1]);

  expect((await bea.session.get('/me')).status).toBe(200);
  await keys.isBackAt('More');
  await keys.choose('More', 'Sign out everywhere');
  await page.getByText('have to sign in again').waitFor();
  await keys.press('Sign out everywhere');
  await page.getByText('Not signed in anywhere.').waitFor();
  expect((await bea.session.get('/me')).status).toBe(401);
});

test('the palette leads by keyboard alone to a person by address or id, to a team by id, and to a request by its id', async () => {
  const account = await newAccount();
  const { body: ann } = await pushed(account, 'ann');
  const team = await pushGroup(account.scim, 'Sales', [String(ann.id)]);
  const admin = await workspace.adminOf(account);
  const created = async () => (await admin.get('/audit/entries?type=user.created&by=directory')).body.entries[0];
  const { requestId } = await eventually(created, 'the log has the person');
  const page = await admins.adminPage(account, '/roles');
  await page.getByRole('heading', { level: 1, name: 'Roles' }).waitFor();
  for (const [text, kind, heading] of [
    [`ann@${account.slug}.example`, 'Person', 'ann Lee'],
    [team, 'Team', 'Sales'],
    [String(ann.id), 'Person', 'ann Lee'],
    [String(requestId), 'Request', 'One request'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Go to' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type(text);
    await page.getByRole('menuitem', { name: new RegExp(`${kind}$`) }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  }
});
