import { describe, expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
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
  const [ann = '', bea = '', cy = '', dan = ''] = await Promise.all(['Ann', 'Bea', 'Cy', 'Dan'].map(person));
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
  return { account, id, dan, push, before: [ann, bea].toSorted(), after: [bea, cy].toSorted() };
}

describe('takeovers', { timeout: 90_000 }, () => {
  test('wait, name who gains and loses access, are allowed, and undone to exactly the former members', async () => {
    const { account, id, dan, push, before, after } = await accountWithTakeover();
    const page = await admins.adminPage(account, '/takeovers?state=waiting');
    await page
      .getByText(/^Waits for/)
      .first()
      .waitFor();
    const keys = keyboardOn(page);
    await keys.press('Design', 'link');
    await page.getByRole('heading', { name: 'Would gain access: 1' }).waitFor();
    await page.getByRole('list', { name: 'Would gain access' }).getByText('Cy Lee').waitFor();
    await page.getByRole('list', { name: 'Would lose access' }).getByText('Ann Lee').waitFor();
    await page.getByRole('list', { name: 'Would stay' }).getByText('Bea Lee').waitFor();
    await keys.press('See it in the log', 'link');
    await page.getByText('POST /scim/v2/Groups', { exact: true }).waitFor();
    await page.goBack();
    // Whoever is put in or out while it waits would lose access, or not any more.
    await account.addMember(id, dan);
    await page.getByRole('list', { name: 'Would lose access' }).getByText('Dan Lee').waitFor();
    await account.removeMember(id, dan);
    await page.getByRole('list', { name: 'Would lose access' }).getByText('Dan Lee').waitFor({ state: 'detached' });
    await keys.press('Allow');
    await page.getByText('1 person gains access, 1 loses it.').waitFor();
    await keys.press('Allow');
    await page.getByText('The takeover of Design is allowed.').waitFor();
    await page.getByText('Allowed', { exact: true }).waitFor();
    expect((await push()).status).toBe(201);
    await page.getByText('Done', { exact: true }).waitFor(); // without reload
    expect((await account.members(id)).toSorted()).toEqual(after);

    await keys.press('Undo');
    await page.getByText('1 person gains access, 1 loses it.').waitFor();
    await keys.press('Undo');
    await page.getByText('The takeover of Design is undone.').waitFor();
    await page.getByText('Undone', { exact: true }).waitFor();
    expect((await account.members(id)).toSorted()).toEqual(before);
  });

  test('are declined by keyboard alone', async () => {
    const { account, id, before } = await accountWithTakeover();
    const page = await admins.adminPage(account, '/takeovers');
    const keys = keyboardOn(page);
    await keys.press('Design', 'link');
    await keys.press('Decline');
    await page.getByText('Whenever the group is pushed again it is refused').waitFor();
    await keys.press('Decline');
    await page.getByText('Declined', { exact: true }).waitFor();
    expect((await account.members(id)).toSorted()).toEqual(before);
  });
});
