import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { stack } from '../../../tests/support/stack.js';
import { workspaceAt } from '../../../tests/support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const workspace = workspaceAt(workspaceUrl);

test('by keyboard alone a role is made, renamed, its id copied, and deleted once nobody has it', async () => {
  const account = await newAccount();
  const page = await admins.adminPage(account, '/roles');
  await page.getByText('No custom roles.').waitFor();
  const keys = keyboardOn(page);
  await keys.press('New role');
  await keys.type('Name', 'Editor');
  await keys.press(/^Member/, 'radio', 'ArrowDown');
  await keys.press('Make the role');
  await page.getByRole('row', { name: /Editor.*Viewer.*nobody/ }).waitFor();

  await keys.press('Rename Editor');
  await keys.type('Name', 'Author');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /Author/ }).waitFor();
  await keys.press('Copy the id of Author');
  await page.getByText(/Copied\. In .*, this is a value of the attribute userType\./).waitFor();
  const id = await page.evaluate<string>('navigator.clipboard.readText()');

  const admin = await workspace.adminOf(account);
  const bea = { userName: `bea@${account.slug}.example`, givenName: 'Bea', familyName: 'Min', userType: id };
  const { user } = (await admin.post('/users', bea)).body;
  await page.reload();
  await keys.press('Delete Author');
  await page.getByText('1 person has this role. Give them another user type first.').waitFor();
  await keys.press('Show them', 'link');
  await page.getByRole('row', { name: /Bea Min/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('type')).toBe(id);

  expect((await admin.patch(`/users/${user.id}`, { userType: 'member' })).status).toBe(200);
  await page.goto(`${admins.url}/roles`);
  await keys.press('Delete Author');
  await keys.press('Delete');
  await page.getByText('The role Author is deleted.').waitFor();
  await page.getByText('No custom roles.').waitFor();
});

test('a role that changes while it is renamed is renamed only after another look', async () => {
  const account = await newAccount();
  await account.newRole('Editor', 'member');
  const page = await admins.adminPage(account, '/roles');
  await page.getByRole('img', { name: 'What you see is live' }).waitFor();
  await page.getByRole('button', { name: 'Rename Editor' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Author');
  await account.newRole('Reader', 'viewer');
  await page.getByText('This has changed since you opened it.').waitFor(); // by a hint: nobody clicked
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await page.getByRole('row', { name: /Author/ }).waitFor();
});

test('a name that is taken is said to be, and another one is taken', async () => {
  const account = await newAccount();
  await account.newRole('Editor', 'member');
  const page = await admins.adminPage(account, '/roles');
  await page.getByRole('button', { name: 'New role' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Editor');
  await page.keyboard.press('Enter');
  await page.getByText('The account has a role of this name: choose another name.').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Author');
  await page.keyboard.press('Enter');
  await page.getByText('The role Author is there.').waitFor();
});
