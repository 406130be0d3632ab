import { Urns } from '@rollcall/scim';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountId, sharedGateway, type Answer } from './gateway-under-test.js';

const { user, group, patchOp, bulkRequest } = Urns;
const strictTokenId = '01890a5d-ac96-774b-bcce-b302099a8047';

let strict: string;
let count = 0;
const gateway = await sharedGateway();
beforeAll(async () => {
  strict = gateway.verifier.issueStrict(accountId, strictTokenId);
});

const userName = () => `s${++count}@example.com`;
const made = async (path: string, body: object) => String((await gateway.ask(path, { body })).json['id']);
const someUser = () => made('/scim/v2/Users', { schemas: [user], userName: userName() });
const someGroup = () => made('/scim/v2/Groups', { schemas: [group], displayName: `S ${++count}` });
const patch = (...Operations: object[]) => ({ method: 'PATCH', body: { schemas: [patchOp], Operations } });

/** A request that says something beyond the standard, at each door of the gateway; `fill` makes it as large as a group may be. */
const doors: readonly [string, string, () => Promise<{ path: string; asked: object }>][] = [
  [
    'POST of a user',
    'booleansAsText',
    () =>
      Promise.resolve({
        path: '/Users',
        asked: { body: { schemas: [user], userName: userName(), active: 'True' } },
      }),
  ],
  [
    'PUT of a user',
    'schemasUnsaid',
    async () => ({ path: `/Users/${await someUser()}`, asked: { method: 'PUT', body: { userName: userName() } } }),
  ],
  [
    'PATCH of a user',
    'opInAnyCase',
    async () => ({
      path: `/Users/${await someUser()}`,
      asked: patch({ op: 'Replace', path: 'title', value: 'Guide' }),
    }),
  ],
  [
    'POST of a group',
    'schemasUnsaid',
    () => Promise.resolve({ path: '/Groups', asked: { body: { displayName: `S ${++count}` } } }),
  ],
  [
    'PATCH of a group',
    'bareArrays',
    async () => ({
      path: `/Groups/${await someGroup()}`,
      asked: patch({ op: 'add', value: [{ value: await someUser() }] }),
    }),
  ],
  [
    'PATCH of a group with a large body',
    'removeWithValues',
    async () => {
      const value = Array.from({ length: 4_000 }, () => ({ value: '01890a5d-ac96-774b-bcce-b302099a8fff' }));
      return { path: `/Groups/${await someGroup()}`, asked: patch({ op: 'remove', path: 'members', value }) };
    },
  ],
  [
    'POST of a group with a large body',
    'schemasUnsaid',
    () =>
      Promise.resolve({
        path: '/Groups',
        asked: { body: { displayName: `S ${++count}`, nothing: 'x'.repeat(300_000) } },
      }),
  ],
  [
    'a filter',
    'booleansAsText',
    () => Promise.resolve({ path: `/Users?filter=${encodeURIComponent('active eq "True"')}`, asked: {} }),
  ],
  ['a search', 'schemasUnsaid', () => Promise.resolve({ path: '/Users/.search', asked: { body: { count: 1 } } })],
  ['a search of all', 'schemasUnsaid', () => Promise.resolve({ path: '/.search', asked: { body: { count: 1 } } })],
  ['a bulk request', 'schemasUnsaid', () => Promise.resolve({ path: '/Bulk', asked: { body: { Operations: [] } } })],
  [
    'If-None-Match',
    'bareTags',
    async () => ({ path: `/Users/${await someUser()}`, asked: { headers: { 'if-none-match': '7' } } }),
  ],
  [
    'If-Match of a write',
    'bareTags',
    async () => ({
      path: `/Users/${await someUser()}`,
      asked: { ...patch({ op: 'replace', path: 'title', value: 'Guide' }), headers: { 'if-match': '1' } },
    }),
  ],
];

describe('a strict token', () => {
  it.each(doors)('takes nothing beyond the standard: %s', async (_, leniency, request) => {
    const { path, asked } = await request();
    const refused: Answer = await gateway.ask(`/scim/v2${path}`, { ...asked, token: strict });
    expect(refused.status).toBe(400);
    expect(refused.json['detail']).toContain(`(This token is strict: the leniency ${leniency} is off.)`);
    const taken = await gateway.ask(`/scim/v2${path}`, asked);
    expect([taken.status < 300, taken.json['detail']]).toEqual([true, undefined]);
  });

  it('refuses an operation of a bulk request alone', async () => {
    const post = (data: object, bulkId: string) => ({ method: 'POST', path: '/Users', bulkId, data });
    const body = {
      schemas: [bulkRequest],
      Operations: [
        post({ schemas: [user], userName: userName(), active: 'True' }, 'a'),
        post({ schemas: [user], userName: userName() }, 'b'),
      ],
    };
    const { json } = await gateway.ask('/scim/v2/Bulk', { body, token: strict });
    expect(json['Operations']).toMatchObject([{ status: '400' }, { status: '201' }]);
  });

  it('takes a PATCH of the password alone, which is no empty one', async () => {
    const id = await someUser();
    const asked = patch({ op: 'replace', path: 'password', value: 'Correct-horse-7' });
    expect((await gateway.ask(`/scim/v2/Users/${id}`, { token: strict, ...asked })).status).toBe(200);
    expect((await gateway.ask(`/scim/v2/Users/${id}`, { token: strict, ...patch() })).status).toBe(400);
  });

  it('makes no element that a filter only asks for: that is for user-service to say', async () => {
    const asked = patch({ op: 'replace', path: 'emails[type eq "home"].value', value: 'x@example.com' });
    await gateway.ask(`/scim/v2/Users/${await someUser()}`, { ...asked, token: strict });
    expect(gateway.users.received.at(-1)?.payload['changes']).toMatchObject([{ existingOnly: true }]);
    await gateway.ask(`/scim/v2/Users/${await someUser()}`, asked);
    expect(gateway.users.received.at(-1)?.payload['changes']).not.toMatchObject([{ existingOnly: true }]);
  });

  it('changes no rule: what the account makes of addresses and names is the same', async () => {
    const name = `Upper.${userName()}`;
    const body = { schemas: [user], userName: name, title: '', shoeSize: 46 };
    const { status, json } = await gateway.ask('/scim/v2/Users', { body, token: strict });
    expect([status, json['userName'], json['userType']]).toEqual([201, name, 'member']);
    expect(json).not.toHaveProperty('title');
  });
});
