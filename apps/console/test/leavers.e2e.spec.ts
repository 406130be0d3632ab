import { expect, test } from 'vitest';
import { consoleAt } from '../../../tests/support/console.js';
import { keyboardOn, tabTo } from '../../../tests/support/keyboard.js';
import { stack } from '../../../tests/support/stack.js';
import { workspaceAt } from '../../../tests/support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const admins = consoleAt(workspaceUrl);
const workspace = workspaceAt(workspaceUrl);

/** An account whose directory lets 26 people go: twenty may leave, six are held. */
async function withSixHeld() {
  const account = await newAccount();
  const admin = await workspace.adminOf(account);
  expect((await admin.patch('/scim/settings', { settings: { deprovisionBrake: '10' } })).status).toBe(200);
  const ids = await Promise.all(
    Array.from({ length: 26 }, async (_, n) => (await account.scim.create(`p${n}@example.com`)).body.id as string),
  );
  const patch = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value: { active: false } }],
  };
  const answers = await Promise.all(ids.map((id) => account.scim.send('PATCH', `/Users/${id}`, patch)));
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(6);
  return { account, admin };
}

const { account, admin } = await withSixHeld();

test('the page of every admin says above everything that leavers are held, and leads to them', async () => {
  const page = await admins.adminPage(account, '/people');
  const banner = page.locator('[data-banner=held-leavers]');
  await page.getByText('Waits for an admin:').waitFor();
  await banner.getByRole('link', { name: '6 people would become inactive' }).click();
  await page.getByRole('heading', { level: 1, name: 'Leavers' }).waitFor();
  expect(await banner.count()).toBe(0); // the page itself says it
});

test('by keyboard alone one is kept, the others leave after their number was typed', async () => {
  const page = await admins.adminPage(account, '/leavers');
  await page.getByText('6 people are still active, and wait for your decision.').waitFor();
  await page.getByText('the identity provider can make 10 % of its people inactive').waitFor();
  const keys = keyboardOn(page);
  await tabTo(page, page.getByRole('checkbox').first());
  await page.keyboard.press('Space');
  await keys.press('Decline one person');
  const keep = page.getByRole('alertdialog', { name: 'Keep one person?' });
  await keep.getByText('One person will stay active').waitFor();
  await keys.press('Keep them');
  await page.getByText('5 people are still active, and wait for your decision.').waitFor();

  await keys.press('Approve all');
  const leave = page.getByRole('alertdialog', { name: 'Let 5 people leave?' });
  await leave.getByText('The limit is then off until').waitFor();
  const act = leave.getByRole('button', { name: 'Let them leave' });
  await keys.type(/^Type 5/, '6');
  expect(await act.isDisabled()).toBe(true);
  await keys.type(/^Type 5/, '5');
  await keys.press('Let them leave');
  await page.getByText('5 people will be inactive within seconds.').waitFor();
  await page.getByText('Nobody waits for a decision.').waitFor();
  await page.getByLabel('Show').selectOption({ label: 'Those who were declined' });
  await page.getByRole('rowheader').first().waitFor();
  expect(page.url()).toContain('state=declined');
  expect((await admin.get('/leavers')).body.held).toBe(0);
});
