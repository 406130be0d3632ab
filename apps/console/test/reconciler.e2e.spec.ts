import { eventually } from '@rollcall/testing';
import { describe, expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { keyboardOn } from '../../../tests/support/keyboard.js';
import { stack } from '../../../tests/support/stack.js';
import { pushGroup, workspaceAt, type Account } from '../../../tests/support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);
const admins = consoleAt(workspaceUrl);

/** People of an account, made by one request. */
async function people({ scim }: Account, count: number): Promise<string[]> {
  const operations = Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `p${index}`,
    data: {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `p${index}@runs.example`,
      displayName: `Person ${index}`,
      name: { givenName: 'Person', familyName: `${index}` },
    },
  }));
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const { status, body } = await scim.send('POST', '/Bulk', { schemas, Operations: operations });
  expect(status).toBe(200);
  const made = body.Operations as { location: string }[];
  return made.map(({ location }) => location.split('/').at(-1) ?? '');
}

/** A team of a hundred, of whom 41 came by hand while nobody looked. */
async function accountWithHeldRun() {
  const account = await newAccount();
  const admin = await adminOf(account);
  const ids = await people(account, 100);
  const team = await pushGroup(account.scim, 'Sales', ids.slice(0, 59));
  expect((await admin.patch('/reconciler', { mode: 'paused' })).status).toBe(200);
  for (const id of ids.slice(59)) await admin.send('PUT', `/teams/${team}/members/${id}`);
  expect((await admin.patch('/reconciler', { mode: 'enforce' })).status).toBe(200);
  await eventually(async () => (await admin.get('/reconciler')).body.held.length === 1, 'the run is held');
  return { account, admin, team };
}

describe('the reconciler', { timeout: 120_000 }, () => {
  test('holds a run of 41 of 100: all are read by name, the number is typed, and the outcome shows without reload', async () => {
    const { account, admin, team } = await accountWithHeldRun();
    const page = await admins.adminPage(account, '/reconciler');
    const card = page.getByRole('article', { name: 'Sales' });
    await card.getByText('This would put 41 of 100 people out of Sales.').waitFor();
    await card.getByText(/they were put in by hand, by .* between/).waitFor();
    await card.getByRole('link', { name: 'See all 41' }).click();
    await page.getByRole('heading', { level: 1, name: 'Run of Sales' }).waitFor();
    const list = page.getByRole('table', { name: 'People of this run' });
    expect(await list.getAttribute('aria-rowcount')).toBe('42');
    const names = new Set<string>();
    await eventually(async () => {
      for (const name of await list.getByRole('link').allTextContents()) names.add(name);
      await list
        .getByRole('rowgroup')
        .last()
        .evaluate((element) => element.scrollBy(0, 200));
      return names.size === 41;
    }, 'all 41 are read');
    await page.goBack();
    expect((await admin.patch('/reconciler', { mode: 'paused' })).status).toBe(200);
    const keys = keyboardOn(page);
    await keys.press('Let it happen');
    const dialog = page.getByRole('alertdialog');
    const act = dialog.getByRole('button', { name: 'Let it happen' });
    await keys.type('Type 41 to put 41 people out', '40');
    expect(await act.isDisabled()).toBe(true);
    await keys.type('Type 41 to put 41 people out', '41');
    await keys.press('Let it happen');
    await page.getByText('Approved: they are put out of Sales.').waitFor();
    await card.waitFor({ state: 'detached' });
    await page
      .getByRole('list', { name: 'Approved, waits for the reconciler' })
      .getByText('41 of 100 people')
      .waitFor();
    await page.getByText('It happens when the reconciler resumes').waitFor();
    expect((await admin.patch('/reconciler', { mode: 'enforce' })).status).toBe(200);
    await page.getByRole('table', { name: 'Runs' }).getByText('41 out').waitFor();
    await page.getByText('Approved, waits for the reconciler').first().waitFor({ state: 'detached' });
    expect((await account.members(team)).length).toBe(59);
  });

  test('is paused for an hour with a reason, shows what differs, and resumes: by keyboard alone', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const [ann = ''] = await people(account, 1);
    const team = await pushGroup(account.scim, 'Design', []);
    const page = await admins.adminPage(account, '/reconciler');
    const { press, type } = keyboardOn(page);
    await page.getByText('No run had anything to put right.').waitFor();
    await press('Pause');
    await page.getByText('Teams are not compared with their groups. What people change').waitFor();
    await type('Why', 'Okta migration');
    await press('Pause');
    await page.getByText('“Okta migration”').waitFor();
    await page.getByText(/^Until .*; then everything is put right\.$/).waitFor();
    await page.locator('[data-banner=paused]').waitFor();
    await admin.send('PUT', `/teams/${team}/members/${ann}`);
    await page.getByRole('list', { name: 'Teams that differ' }).getByText('1 person too many').waitFor();
    await press('Resume');
    await page.getByText('Every team is compared with its group now').waitFor();
    await press('Resume');
    await page.getByText('Puts right').first().waitFor();
    await page.getByRole('table', { name: 'Runs' }).getByText('1 out').waitFor();
    expect(await account.members(team)).toEqual([]);
  });

  test('resumes by itself when the time of a pause is over', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const page = await admins.adminPage(account, '/reconciler');
    await page.getByText('Puts right').first().waitFor();
    const until = new Date(Date.now() + 3_000).toISOString();
    expect((await admin.patch('/reconciler', { mode: 'paused', until })).status).toBe(200);
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByText('Puts right', { exact: true }).first().waitFor();
  });
});
