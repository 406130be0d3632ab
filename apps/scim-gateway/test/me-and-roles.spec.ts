import { Refusal } from '@rollcall/contracts';
import { Urns } from '@rollcall/scim';
import { beforeEach, describe, expect, it } from 'vitest';
import { newTestToken } from './fake-token-verifier.js';
import { accountId, sharedGateway } from './gateway-under-test.js';

const { user, role } = Urns;
const auditor = { id: '01890a5d-ac96-774b-bcce-b302099a8aaa', name: 'Auditor', basedOn: 'viewer' } as const;

const gateway = await sharedGateway();
beforeEach(() => {
  gateway.users.accountRoles = [auditor];
});

describe('/Me (RFC 7644 §3.11)', () => {
  async function adminWithToken() {
    const { json } = await gateway.ask('/scim/v2/Users', { body: { schemas: [user], userName: 'admin@example.com' } });
    const id = String(json['id']);
    return { id, json, token: gateway.verifier.issue(accountId, crypto.randomUUID(), newTestToken(), id) };
  }

  it('is the admin who made the token, with her address under /Users', async () => {
    const { id, json, token } = await adminWithToken();
    const me = await gateway.ask('/scim/v2/Me', { token });
    expect([me.status, me.json]).toEqual([200, json]);
    expect(me.headers.get('location')).toBe(`${gateway.url}/scim/v2/Users/${id}`);
    expect((json['meta'] as { location: string }).location).toBe(me.headers.get('location'));

    const part = await gateway.ask('/scim/v2/Me?attributes=userName', { token });
    expect(Object.keys(part.json).toSorted()).toEqual(['id', 'schemas', 'userName']);
    const headers = { 'if-none-match': String(me.headers.get('etag')) };
    expect((await gateway.ask('/scim/v2/Me', { token, headers })).status).toBe(304);
  });

  it('is 404 with a sentence where she is nobody any more', async () => {
    const { status, json } = await gateway.ask('/scim/v2/Me');
    expect([status, json['detail']]).toEqual([404, expect.stringContaining('There is no user')]);
  });
});

describe('/Roles', () => {
  it('lists user types and custom roles, whose ids are values of userType', async () => {
    const { status, json } = await gateway.ask('/scim/v2/Roles');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      totalResults: 5,
      Resources: [{ id: 'admin' }, { id: 'member' }, { id: 'viewer' }, { id: 'guest' }, { id: auditor.id }],
    });
    expect((json['Resources'] as object[]).at(-1)).toEqual({
      schemas: [role],
      id: auditor.id,
      displayName: 'Auditor',
      description: 'A custom role of this account, based on viewer.',
      meta: { resourceType: 'Role', location: `${gateway.url}/scim/v2/Roles/${auditor.id}` },
    });
  });

  it.each([
    ['filter=displayName eq "auditor"', 1, [auditor.id]],
    ['filter=displayName sw "m" or id eq "guest"', 2, ['member', 'guest']],
    ['startIndex=2&count=2', 5, ['member', 'viewer']],
    ['count=0', 5, []],
    ['startIndex=9', 5, []],
    ['sortBy=displayName&count=2', 5, ['admin', auditor.id]],
    ['sortBy=id&sortOrder=descending&count=3', 5, ['viewer', 'member', 'guest']],
  ])('gives the page of %s', async (query, totalResults, ids) => {
    const { status, json } = await gateway.ask(`/scim/v2/Roles?${query}`);
    expect([status, json['totalResults']]).toEqual([200, totalResults]);
    expect((json['Resources'] as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  });

  it('is read by cursors to its end (RFC 9865)', async () => {
    const found: unknown[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const { json } = await gateway.ask(`/scim/v2/Roles?sortBy=displayName&count=2&cursor=${cursor}`);
      expect(json).not.toHaveProperty('startIndex');
      found.push(...(json['Resources'] as { id: string }[]).map(({ id }) => id));
      cursor = json['nextCursor'] as string | undefined;
    }
    expect(found).toEqual(['admin', auditor.id, 'guest', 'member', 'viewer']);
  });

  it('is read back by cursors to its beginning', async () => {
    const page = async (cursor: unknown) => {
      const { json } = await gateway.ask(`/scim/v2/Roles?sortBy=displayName&count=2&cursor=${String(cursor)}`);
      const { nextCursor: next, previousCursor: previous, Resources } = json;
      return { next, previous, ids: (Resources as { id: string }[]).map(({ id }) => id) };
    };
    const first = await page('');
    const second = await page(first.next);
    const third = await page(second.next);
    const pages = [third, await page(third.previous), await page(second.previous)].map(({ ids }) => ids);
    expect(pages).toEqual([['viewer'], ['guest', 'member'], ['admin', auditor.id]]);
    expect([first.previous, (await page(second.previous)).previous, third.next]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('refuses a filter that no attribute of a role can answer', async () => {
    const { status, json } = await gateway.ask('/scim/v2/Roles?filter=userName eq "a"');
    expect([status, json['scimType']]).toEqual([400, 'invalidFilter']);
  });

  it('gives one by id, or the part that is asked for', async () => {
    const { status, json } = await gateway.ask(`/scim/v2/Roles/${auditor.id}?attributes=displayName`);
    expect([status, json]).toEqual([200, { schemas: [role], id: auditor.id, displayName: 'Auditor' }]);
    expect((await gateway.ask('/scim/v2/Roles/nobody')).status).toBe(404);
  });

  it('says where the account is gone', async () => {
    gateway.users.failWith = new Refusal('account-not-found');
    const { status } = await gateway.ask('/scim/v2/Roles');
    gateway.users.failWith = undefined;
    expect(status).toBe(403);
  });
});

describe('/Entitlements', () => {
  it('is an empty list', async () => {
    const { status, json } = await gateway.ask('/scim/v2/Entitlements');
    expect([status, json]).toEqual([200, expect.objectContaining({ totalResults: 0, Resources: [] })]);
    expect((await gateway.ask('/scim/v2/Entitlements/x')).status).toBe(404);
  });
});

describe('a document that can only be read', () => {
  it.each([
    '/ServiceProviderConfig',
    '/Schemas',
    `/Schemas/${user}`,
    '/ResourceTypes',
    '/ResourceTypes/Role',
    '/Roles/admin',
  ])('%s has an ETag, is 304 where the client has it, and 412 where it asks for another one', async (path) => {
    const { headers } = await gateway.ask(`/scim/v2${path}`);
    const etag = String(headers.get('etag'));
    expect(etag).toMatch(/^W\/"[\w-]{16}"$/);
    const asked = (name: string, value: string) => gateway.ask(`/scim/v2${path}`, { headers: { [name]: value } });
    const same = await asked('if-none-match', `W/"other", ${etag}`);
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await asked('if-none-match', 'W/"other"')).status).toBe(200);
    expect((await asked('if-match', etag)).status).toBe(200);
    expect((await asked('if-match', 'W/"other"')).status).toBe(412);
  });

  it('is another one when it says something else', async () => {
    const before = (await gateway.ask(`/scim/v2/Schemas/${user}`)).headers.get('etag');
    gateway.users.accountRoles = [];
    expect((await gateway.ask(`/scim/v2/Schemas/${user}`)).headers.get('etag')).not.toBe(before);
  });
});
