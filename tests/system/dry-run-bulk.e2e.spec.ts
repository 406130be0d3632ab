import type { ScimRequest } from '@rollcall/contracts';
import { Urns } from '@rollcall/scim';
import { eventually } from '@rollcall/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchOf, type ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, allIsHeard, dumpTopics } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

const { wouldChange: urn, user, enterpriseUser: enterprise, group, bulkRequest } = Urns;
const dry = { 'rollcall-dry-run': 'true' };
const long = { timeout: 180_000 };

interface Result {
  readonly status: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly response?: { readonly detail: string; readonly scimType?: string };
  readonly [urn]?: Record<string, unknown>;
}

const person = (userName: string, of: object = {}) => ({
  schemas: [user],
  userName,
  name: { givenName: 'Ann', familyName: 'Lee' },
  active: true,
  ...of,
});
const members = (...values: string[]) => values.map((value) => ({ value }));

async function bulk(
  scim: ScimSession,
  Operations: readonly object[],
  { headers = {}, ...of }: { readonly headers?: Record<string, string>; readonly failOnErrors?: number } = {},
): Promise<Result[]> {
  const request = { schemas: [bulkRequest], ...of, Operations };
  const { status, body, headers: answered } = await scim.send('POST', '/Bulk', request, headers);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(answered.get('rollcall-dry-run')).toBe(headers['rollcall-dry-run'] ?? null);
  return body.Operations as Result[]; // compared by the specs
}

/** What is said of each operation, without ids that are made anew. */
const said = (results: readonly Result[]) =>
  results.map(({ status, bulkId, response }) => ({
    status,
    bulkId,
    scimType: response?.scimType,
    detail: response?.detail.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id'),
  }));

describe('a dry run of a bulk request', () => {
  it('has each operation see what those before it would change: people, names, members', long, async () => {
    const { scim } = await newAccount();
    const { body: ann } = await scim.create('ann@example.com');
    const { body: gone } = await scim.create('gone@example.com');
    await scim.remove(gone.id);
    const operations = [
      { method: 'POST', path: '/Users', bulkId: 'b', data: person('bob@example.com') },
      { method: 'PATCH', path: '/Users/bulkId:b', data: patchOf({ op: 'replace', path: 'title', value: 'Chef' }) },
      { method: 'POST', path: '/Users', bulkId: 'again', data: person('BOB@example.com') },
      { method: 'PATCH', path: `/Users/${ann.id}`, data: patchOf({ op: 'replace', path: 'active', value: false }) },
      { method: 'POST', path: '/Users', bulkId: 'a', data: person('ann@example.com') },
      { method: 'POST', path: '/Users', bulkId: 'g', data: person('gone@example.com') },
      { method: 'PATCH', path: '/Users/bulkId:g', data: patchOf({ op: 'replace', path: 'title', value: 'Cook' }) },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 't',
        data: { schemas: [group], displayName: 'Design', members: members('bulkId:b', 'bulkId:g', ann.id) },
      },
      { method: 'DELETE', path: `/Users/${ann.id}` },
      {
        method: 'PATCH',
        path: '/Groups/bulkId:t',
        data: patchOf({ op: 'remove', path: `members[value eq "bulkId:b"]` }),
      },
      { method: 'POST', path: '/Groups', bulkId: 'same', data: { schemas: [group], displayName: 'design' } },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'late',
        data: { schemas: [group], displayName: 'Late', members: members(ann.id) },
      },
    ];
    const asked = await bulk(scim, operations, { headers: dry });
    expect(asked.map(({ status }) => status)).toEqual('201 200 409 200 201 201 200 201 204 204 409 400'.split(' '));
    // What was not made is nowhere, also for the operations after the one that would make it.
    const annAt = expect.stringMatching(new RegExp(`/Users/${ann.id}$`)) as unknown;
    const goneAt = expect.stringMatching(new RegExp(`/Users/${gone.id}$`)) as unknown;
    const nowhere = undefined;
    expect(asked.map(({ location }) => location)).toEqual([
      nowhere,
      nowhere,
      nowhere,
      annAt,
      nowhere,
      nowhere,
      goneAt,
      nowhere,
      annAt,
      nowhere,
      nowhere,
      nowhere,
    ]);
    const seats = asked.map((each) => Number(each[urn]?.['seats'] ?? 0));
    expect(seats).toEqual([1, 0, 0, -1, 1, 1, 0, 0, -1, 0, 0, 0]);
    expect(asked[5]?.[urn]).toMatchObject({ outcome: 'restored' });
    expect(asked[7]?.[urn]).toMatchObject({ membersGained: { count: 3 }, roster: { added: 3, removed: 0 } });
    expect(asked[9]?.[urn]).toMatchObject({ membersLost: { count: 1 } });
    expect((await scim.get(ann.id)).body.active).toBe(true);
    expect((await scim.find('bob@example.com')).body.totalResults).toBe(0);
    expect((await scim.send('GET', '/Groups')).body.totalResults).toBe(0);
  });

  it('counts those who would leave, as the brake does', long, async () => {
    const account = await newAccount();
    await account.set({ deprovisionBrake: '10' });
    const names = Array.from({ length: 24 }, (_, n) => `p${n}@example.com`);
    const ids = await Promise.all(names.map(async (name) => (await account.scim.create(name)).body.id as string));
    const leaving = ids.map((id) => ({
      method: 'PATCH',
      path: `/Users/${id}`,
      data: patchOf({ op: 'replace', path: 'active', value: false }),
    }));
    const statuses = (results: readonly Result[]) => results.map(({ status }) => status).toSorted();
    const asked = statuses(await bulk(account.scim, leaving, { headers: dry }));
    expect(asked.filter((each) => each === '409')).toHaveLength(4);
    const admin = await adminOf(account);
    expect((await admin.get('/leavers')).body.held).toBe(0);
    expect(statuses(await bulk(account.scim, leaving))).toEqual(asked);
  });

  it('puts the ids right of who is there already, also in a circle', async () => {
    const { scim } = await newAccount();
    const { body: ann } = await scim.create('ann@example.com');
    await scim.remove(ann.id);
    const managedBy = (bulkId: string) => ({ [enterprise]: { manager: { value: `bulkId:${bulkId}` } } });
    const asked = await bulk(
      scim,
      [
        { method: 'POST', path: '/Users', bulkId: 'b', data: person('bob@example.com', managedBy('a')) },
        { method: 'POST', path: '/Users', bulkId: 'a', data: person('ann@example.com', managedBy('b')) },
      ],
      { headers: dry },
    );
    expect(asked.map(({ status }) => status)).toEqual(['201', '201']);
    expect(JSON.stringify(asked[0]?.[urn]?.['attributes'])).toContain(ann.id);
  });

  it('ends where failOnErrors would end the request, and records what it answers', async () => {
    const { scim, id } = await newAccount();
    const post = (name: string, bulkId: string) => ({
      method: 'POST',
      path: '/Users',
      bulkId,
      data: person(`${name}@example.com`),
    });
    const operations = [post('ann', 'a'), post('ann', 'b'), post('cleo', 'c')];
    expect(said(await bulk(scim, operations, { headers: dry, failOnErrors: 1 }))).toEqual(
      said(await bulk(scim, operations, { failOnErrors: 1 })),
    );
    await eventually(async () => {
      const lines = (await dumpTopics('rollcall.scim.requests')).split('\n').filter((line) => line.includes(id));
      const records = lines.map((line) => JSON.parse(line.slice(line.lastIndexOf('} {"') + 2)) as ScimRequest);
      const of = (isDry: boolean) =>
        records.filter(({ dryRun = false }) => dryRun === isDry).map(({ route, status }) => [route, status]);
      const answered = [
        ['/scim/v2/Users', 201],
        ['/scim/v2/Users', 409],
        ['/scim/v2/Bulk', 200],
      ];
      expect([of(true), of(false)]).toEqual([answered, answered]);
      return true;
    }, 'each operation is recorded');
  });
});

describe('whatever a bulk request asks for', () => {
  const names = ['ann', 'bob', 'cleo', 'dan', 'eve', 'fay'];
  const teams = ['Design', 'Sales', 'Support'];
  const step = fc.oneof(
    fc.record({ is: fc.constant('create' as const), name: fc.constantFrom(...names) }),
    fc.record({ is: fc.constant('patch' as const), name: fc.constantFrom(...names), active: fc.boolean() }),
    fc.record({ is: fc.constant('rename' as const), name: fc.constantFrom(...names), to: fc.constantFrom(...names) }),
    fc.record({ is: fc.constant('delete' as const), name: fc.constantFrom(...names) }),
    fc.record({ is: fc.constant('push' as const), team: fc.constantFrom(...teams), some: fc.subarray(names) }),
    fc.record({ is: fc.constant('add' as const), team: fc.constantFrom(...teams), some: fc.subarray(names) }),
    fc.record({ is: fc.constant('drop' as const), team: fc.constantFrom(...teams), name: fc.constantFrom(...names) }),
    fc.record({ is: fc.constant('delete-group' as const), team: fc.constantFrom(...teams) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

  /**
   * Whether the answer does not depend on what a bulk request does first: operations that do not refer to each other are done side by side, so no
   * two of them may want or free one name, and nobody is put into a group who is deleted beside it.
   */
  function isDetermined(steps: readonly Step[]): boolean {
    const made = new Map(['ann', 'bob', 'Sales'].map((name) => [name, name] as const));
    const wanted = new Map<string, Set<string>>();
    const want = (name: string, by: string | undefined) => {
      if (by !== undefined) wanted.set(name, (wanted.get(name) ?? new Set<string>()).add(by));
    };
    const deleted = steps.flatMap((each) => (each.is === 'delete' ? [each.name] : []));
    const named = steps.flatMap((each) => ('some' in each ? each.some : each.is === 'drop' ? [each.name] : []));
    for (const [at, each] of steps.entries()) {
      const name = 'team' in each ? each.team : each.name;
      if (each.is === 'create' || each.is === 'push') made.set(name, `made by ${at}`);
      want(name, made.get(name));
      if (each.is === 'rename') want(each.to, made.get(name));
    }
    return [...wanted.values()].every(({ size }) => size === 1) && !deleted.some((name) => named.includes(name));
  }

  /** The operations: what has been made before them in the request is named by its bulkId, everything else by its id. */
  function operationsOf(steps: readonly Step[], ids: ReadonlyMap<string, string>): object[] {
    const made = new Map(ids);
    const idOf = (name: string) => made.get(name) ?? '01890a5d-ac96-774b-bcce-b302099a8057';
    return steps.map((each, at) => {
      switch (each.is) {
        case 'create':
          made.set(each.name, `bulkId:${at}`);
          return { method: 'POST', path: '/Users', bulkId: `${at}`, data: person(`${each.name}@example.com`) };
        case 'patch':
          return {
            method: 'PATCH',
            path: `/Users/${idOf(each.name)}`,
            data: patchOf({ op: 'replace', path: 'active', value: each.active }),
          };
        case 'rename':
          return {
            method: 'PATCH',
            path: `/Users/${idOf(each.name)}`,
            data: patchOf({ op: 'replace', path: 'userName', value: `${each.to}@example.com` }),
          };
        case 'delete':
          return { method: 'DELETE', path: `/Users/${idOf(each.name)}` };
        case 'push':
          made.set(each.team, `bulkId:${at}`);
          return {
            method: 'POST',
            path: '/Groups',
            bulkId: `${at}`,
            data: { schemas: [group], displayName: each.team, members: members(...each.some.map(idOf)) },
          };
        case 'add':
          return {
            method: 'PATCH',
            path: `/Groups/${idOf(each.team)}`,
            data: patchOf({ op: 'add', path: 'members', value: members(...each.some.map(idOf)) }),
          };
        case 'drop':
          return {
            method: 'PATCH',
            path: `/Groups/${idOf(each.team)}`,
            data: patchOf({ op: 'remove', path: `members[value eq "${idOf(each.name)}"]` }),
          };
        case 'delete-group':
          return { method: 'DELETE', path: `/Groups/${idOf(each.team)}` };
      }
    });
  }

  const request = fc.record(
    {
      steps: fc.array(step, { minLength: 6, maxLength: 14 }).filter(isDetermined),
      failOnErrors: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['steps'] },
  );

  /** An account of its own for a request, with two people and a team. */
  async function accountFor({ steps, ...of }: typeof request extends fc.Arbitrary<infer Of> ? Of : never) {
    const account = await newAccount();
    const { scim } = account;
    const ids = new Map<string, string>();
    for (const name of ['ann', 'bob']) ids.set(name, (await scim.create(`${name}@example.com`)).body.id);
    ids.set('Sales', (await account.createTeam('Sales')).id);
    return { scim, of, operations: operationsOf(steps, ids) };
  }

  it('its dry run answers each operation as the request is answered right after', long, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 12, maxLength: 12 }), async (requests) => {
        const given = await Promise.all(requests.map(accountFor));
        await allIsHeard(); // once for all accounts: it takes seconds
        for (const { scim, of, operations } of given) {
          const asked = said(await bulk(scim, operations, { ...of, headers: dry }));
          expect(asked, JSON.stringify(operations)).toEqual(said(await bulk(scim, operations, of)));
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });
});
