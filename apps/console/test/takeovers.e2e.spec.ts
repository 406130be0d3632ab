import { describe, expect, test } from 'vitest';
import { accessibilityFaultsAnywhere, consoleAt, twoWays } from '../../../tests/support/console.js';
import { stack } from '../../../tests/support/stack.js';
import { untilTakeoversWait } from '../../../tests/support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);

/** An account that wants to be asked, with a team of Ann and Bea, and a group of that name with Bea and Cy that waits. */
async function accountWithTakeover() {
  const account = await newAccount();
  await account.set({ teamTakeover: 'review' });
  const person = async (givenName: string) => {
    const displayName = `${givenName} Lee`;
    const { body } = await account.scim.create(`${givenName.toLowerCase()}@takeovers.example`, { displayName });
    return String(body.id);
  };
  const [ann, bea, cy] = [await person('Ann'), await person('Bea'), await person('Cy')];
  const { id } = await account.createTeam('Design');
  await account.addMember(id, ann);
  await account.addMember(id, bea);
  await untilTakeoversWait(account.scim, 'Design');
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const push = () =>
    account.scim.send('POST', '/Groups', {
      schemas,
      displayName: 'Design',
      members: [{ value: bea }, { value: cy }],
    });
  await push();
  return { account, id, push, before: [ann, bea].toSorted(), after: [bea, cy].toSorted() };
}

describe('takeovers', { timeout: 90_000 }, () => {
  test('wait, name who gains and loses access, are allowed, and undone to exactly the former members', async () => {
    const { account, id, push, before, after } = await accountWithTakeover();
    const page = await admins.adminPage(account, '/takeovers?state=waiting');
    await page
      .getByText(/^Waits for/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Design' }).click();
    await page.getByRole('heading', { name: 'Would gain access: 1' }).waitFor();
    await page.getByRole('list', { name: 'Would gain access' }).getByText('Cy Lee').waitFor();
    await page.getByRole('list', { name: 'Would lose access' }).getByText('Ann Lee').waitFor();
    await page.getByRole('list', { name: 'Would stay' }).getByText('Bea Lee').waitFor();
    await page.getByRole('link', { name: 'See it in the log' }).click();
    await page.getByText('POST /scim/v2/Groups', { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('1 person gains access, 1 loses it.').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Allow' }).click();
    await page.getByText('The takeover of Design is allowed.').waitFor();
    await page.getByText('Allowed', { exact: true }).waitFor();
    expect((await push()).status).toBe(201);
    await page.getByText('Done', { exact: true }).waitFor(); // without reload
    expect((await account.members(id)).toSorted()).toEqual(after);

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 person gains access, 1 loses it.').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The takeover of Design is undone.').waitFor();
    await page.getByText('Undone', { exact: true }).waitFor();
    expect((await account.members(id)).toSorted()).toEqual(before);
  });

  test('are declined by keyboard alone', async () => {
    const { account, id, before } = await accountWithTakeover();
    const page = await admins.adminPage(account, '/takeovers');
    const press = async (role: 'link' | 'button', name: string) => {
      await page.getByRole(role, { name, exact: true }).last().focus();
      await page.keyboard.press('Enter');
    };
    await page.getByRole('link', { name: 'Design' }).waitFor();
    await press('link', 'Design');
    await page.getByRole('button', { name: 'Decline' }).waitFor();
    await press('button', 'Decline');
    await page.getByText('The group is refused from now on').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Decline', disabled: false }).press('Enter');
    await page.getByText('Declined', { exact: true }).waitFor();
    expect((await account.members(id)).toSorted()).toEqual(before);
  });

  test('can be used by everybody, and reached on a narrow screen', async () => {
    const empty = await admins.adminPage(await newAccount(), '/takeovers', { width: 390 });
    await empty.getByText('No group of your identity provider has had the name of a team here.').waitFor();
    expect(await accessibilityFaultsAnywhere(empty, twoWays)).toEqual([]);
    const { account } = await accountWithTakeover();
    const page = await admins.adminPage(account, '/takeovers', { width: 390 });
    await page.getByRole('link', { name: 'Design' }).waitFor();
    expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
    await page.getByRole('link', { name: 'Design' }).click();
    await page.getByText('Cy Lee').first().waitFor();
    expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('1 person gains access').waitFor();
    expect(await accessibilityFaultsAnywhere(page, twoWays)).toEqual([]);
  });
});
