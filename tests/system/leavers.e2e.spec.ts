import { Urns } from '@rollcall/scim';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { patchOf, type Answer, type ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl } = await stack();
const workspace = workspaceAt(workspaceUrl);

const okta = { 'user-agent': 'Okta SCIM Client 1.0.0' };
const { user } = Urns;
const inactive = (value: object) => patchOf({ op: 'replace', ...value });

interface Person {
  readonly id: string;
  readonly userName: string;
}

/** How a directory says that somebody leaves. Okta sends PUT from wizard-made apps, and PATCH from those of its catalogue. */
const ways = {
  PUT: (scim: ScimSession, { id, userName }: Person) =>
    scim.send('PUT', `/Users/${id}`, { schemas: [user], userName, active: false }, okta),
  PATCH: (scim: ScimSession, { id }: Person) =>
    scim.send('PATCH', `/Users/${id}`, inactive({ value: { active: false } }), okta),
  DELETE: (scim: ScimSession, { id }: Person) => scim.send('DELETE', `/Users/${id}`, undefined, okta),
} as const;

/** An account with a brake of 10 %, and 30 people of its directory: the first 20 may leave. */
async function given() {
  const account = await newAccount();
  const { scim } = account;
  const admin = await workspace.adminOf(account);
  const set = await admin.patch('/scim/settings', { settings: { deprovisionBrake: '10' } });
  expect(set.status).toBe(200);
  const people = await Promise.all(
    Array.from({ length: 30 }, async (_, n): Promise<Person> => {
      const { body } = await scim.create(`p${n}@example.com`);
      return { id: body.id as string, userName: body.userName as string };
    }),
  );
  return { scim, admin, people };
}

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);
const leaversOf = async (admin: WorkspaceSession) => (await admin.get('/leavers?limit=200')).body;
const isActive = async (admin: WorkspaceSession, { id }: Person) =>
  (await admin.get(`/users/${id}`)).body.active as boolean;
const countOf = async (admin: WorkspaceSession, people: readonly Person[]) =>
  (await Promise.all(people.map((each) => isActive(admin, each)))).filter(Boolean).length;

describe.each(Object.entries(ways))('a directory that lets everybody go by %s', (way, leave) => {
  it('is stopped at twenty; an admin sees whom, and by their number lets them leave', async () => {
    const { scim, admin, people } = await given();
    const answers = await Promise.all(people.map((each) => leave(scim, each)));
    const refused = answers.filter(({ status }) => status === 409);
    expect([answers.length, refused.length]).toEqual([30, 10]);
    expect(refused[0]?.body).toMatchObject({ status: '409', scimType: 'mutability' });
    expect(refused[0]?.body.detail).toMatch(
      /is still active: Okta asked to make more people inactive .*deprovisionBrake.*on the page Leavers/,
    );
    expect(refused.map(({ body }) => body.detail as string).some((detail) => detail.includes('10 people wait'))).toBe(
      true,
    );

    const { items, held } = await leaversOf(admin);
    expect([items.length, held]).toEqual([10, 10]);
    expect(items[0]).toMatchObject({ state: 'held', leaving: way === 'DELETE' ? 'release' : 'inactive', times: 1 });
    expect([items[0].token.name, items[0].person.active]).toEqual([expect.any(String), true]);

    const [notice] = (await admin.get('/notices?state=waiting')).body.items;
    expect(notice).toMatchObject({
      kind: 'leavers-held',
      sentence: expect.stringContaining(
        '10 people are over the limit: they are still active, and wait for an admin. Approve, and they become inactive at once',
      ) as string,
    });
    const seen = await admin.post(`/notices/${notice.id}/acknowledge`);
    expect([seen.status, seen.body.state]).toEqual([200, 'waiting']);
    expect((await admin.get('/scim/status')).body).toMatchObject({
      state: 'held-leavers',
      heldLeavers: 10,
      notices: [{ kind: 'leavers-held', waiting: 1, unseen: 0 }],
    });

    const wrong = await admin.post('/leavers/approve', { count: 9 });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'leavers-changed']);
    expect(await countOf(admin, people)).toBe(10);
    const right = await admin.post('/leavers/approve', { count: 10 });
    expect([right.status, right.body]).toEqual([202, { decided: 10, held: 0 }]);
    await eventually(async () => (await countOf(admin, people)) === 0, 'who was approved has left');
    expect((await leaversOf(admin)).items).toEqual([]);
    expect((await admin.get('/notices?state=waiting')).body.items).toEqual([]);
    if (way === 'DELETE')
      expect(statuses(await Promise.all(people.map(({ id }) => scim.get(id))))).toEqual(people.map(() => 404));

    const { body: late } = await scim.create('late@example.com');
    expect((await leave(scim, { id: late.id as string, userName: 'late@example.com' })).status).toBeLessThan(300);
  });
});

describe('leavers in a bulk request', () => {
  it('count like others', async () => {
    const { scim, admin, people } = await given();
    const Operations = people.map(({ id }, n) => {
      const path = `/Users/${id}`;
      if (n % 2 === 0) return { method: 'DELETE', path };
      return { method: 'PATCH', path, data: inactive({ path: 'active', value: false }) };
    });
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
    const { body } = await scim.send('POST', '/Bulk', { schemas, Operations });
    const outcomes = (body.Operations as { status: string }[]).map(({ status }) => status);
    expect(outcomes.filter((status) => status === '409')).toHaveLength(10);
    expect((await leaversOf(admin)).held).toBe(10);
  });
});

describe('an admin', () => {
  it('lets single people leave, declines others, and holds nobody by hand', async () => {
    const { scim, admin, people } = await given();
    await Promise.all(people.slice(0, 20).map((each) => ways.PATCH(scim, each)));
    const [one, two, three, four] = people.slice(20) as [Person, Person, Person, Person];
    expect(statuses([await ways.PATCH(scim, one), await ways.PATCH(scim, two)])).toEqual([409, 409]);

    expect((await admin.post('/leavers/approve', { userIds: [one.id] })).body).toEqual({ decided: 1, held: 1 });
    await eventually(async () => !(await isActive(admin, one)), 'the one who was approved has left');
    expect((await ways.PATCH(scim, three)).status).toBe(409);

    expect((await admin.post('/leavers/decline')).body).toEqual({ decided: 2, held: 0 });
    const again = await ways.PATCH(scim, two);
    expect([again.status, again.body.detail]).toEqual([
      409,
      expect.stringContaining('an admin of the product declined'),
    ]);
    expect((await scim.patch(two.id, { op: 'replace', path: 'active', value: true })).status).toBe(200);
    expect((await leaversOf(admin)).items.map(({ userId }: { userId: string }) => userId)).toEqual([three.id]);

    const byHand = await admin.patch(`/users/${four.id}`, { active: false });
    expect([byHand.status, byHand.body.active]).toEqual([200, false]);
  });
});
