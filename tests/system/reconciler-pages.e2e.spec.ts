import { eventually } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { membersOf, pushGroup, workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

/** So many people of the directory. */
async function peopleOf(account: Account, count: number): Promise<string[]> {
  const made = Array.from({ length: count }, (_, n) => account.scim.create(`p${n}@acme.example`));
  return (await Promise.all(made)).map(({ body }) => body.id as string);
}

it('a held run says whom it would put out, and is released by the number; a pause ends by itself; nothing of it is shown to another account', async () => {
  const [account, other] = await Promise.all([newAccount(), newAccount()]);
  const [admin, foreign] = await Promise.all([adminOf(account), adminOf(other)]);
  const people = await peopleOf(account, 22);
  const sales = await pushGroup(account.scim, 'Sales', people.slice(0, 1));

  const until = new Date(Date.now() + 3_600_000).toISOString();
  const paused = await admin.patch('/reconciler', { mode: 'paused', reason: 'Okta migration', until });
  expect(paused.body).toMatchObject({ mode: 'paused', reason: 'Okta migration', until, by: { kind: 'admin' } });
  expect(paused.body.by.person.userName).toBe(account.adminEmail);
  for (const id of people.slice(1)) {
    const added = await admin.send('PUT', `/teams/${sales}/members/${id}`);
    expect(added.status).toBe(202);
  }
  expect((await admin.get('/reconciler/drifting')).body).toEqual({
    items: [{ team: { id: sales, displayName: 'Sales' }, extra: 21, missing: 0, held: false }],
  });
  expect((await foreign.get('/reconciler/drifting')).body).toEqual({ items: [] });
  expect((await admin.get('/scim/status')).body.states).toMatchObject([
    { code: 'paused', facts: { reason: 'Okta migration', until, by: { person: { userName: account.adminEmail } } } },
  ]);

  expect(
    (await admin.patch('/reconciler', { mode: 'paused', until: new Date(Date.now() + 1_500).toISOString() })).status,
  ).toBe(200);
  const held = await eventually(
    async () => {
      const { body } = await admin.get('/reconciler');
      expect([body.mode, body.held.length]).toEqual(['enforce', 1]);
      return body.held[0];
    },
    'the pause has ended by itself, and the run is held',
    { within: 15_000, every: 200 },
  );
  expect(held).toMatchObject({
    team: { displayName: 'Sales' },
    wouldEvict: 21,
    wouldRestore: 0,
    members: 22,
    limit: 20,
  });

  const { body: runs } = await admin.get('/reconciler/runs?outcome=held');
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await admin.get(`/reconciler/runs/${runs.items[0].id}?limit=10${cursor}`);
    expect(body.run).toMatchObject({ teamId: sales, evictedCount: 21 });
    for (const each of body.items) {
      expect(each).toMatchObject({
        side: 'evicted',
        cause: 'by-hand',
        by: { person: { userName: account.adminEmail } },
      });
      expect(each.reason).toContain(`added by admin ${account.adminEmail} at `);
      seen.push(each.userId as string);
    }
    if (body.next === undefined) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(seen).toEqual(people.slice(1).toSorted());
  expect((await foreign.get(`/reconciler/runs/${runs.items[0].id}`)).status).toBe(404);

  const release = (of: typeof admin, body: object) => of.post(`/reconciler/teams/${sales}/release`, body);
  expect((await release(admin, { wouldEvict: 20 })).body).toMatchObject({ code: 'held-run-changed', status: 409 });
  expect((await release(foreign, { wouldEvict: 21 })).status).toBe(404);
  expect((await release(admin, { wouldEvict: 21 })).status).toBe(202);
  await eventually(
    async () =>
      expect((await admin.get('/audit/entries?type=reconciler.approved')).body.entries).toMatchObject([
        { actor: { kind: 'admin', id: account.adminId }, subject: { kind: 'team', id: sales } },
      ]),
    'the release is in the log, with who did it',
    { within: 10_000, every: 100 },
  );
  await eventually(async () => expect(await membersOf(admin, sales)).toEqual(people.slice(0, 1)), '21 people are out');
});
