import { Urns } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { accountId, otherAccountId, sharedGateway, startGateway, tokenId } from './gateway-under-test.js';

const { user: core, enterpriseUser: enterprise, patchOp } = Urns;
let count = 0;

/** What Okta sends for a new person. */
function oktaUser(of: object = {}) {
  const userName = `A.Lee${++count}@example.com`;
  return {
    schemas: [core],
    userName,
    name: { givenName: 'Ann', familyName: 'Lee' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Ann Lee',
    locale: 'en-US',
    externalId: `00u1abcdEFGH2345i6j${count}`,
    groups: [],
    active: true,
    ...of,
  };
}

const gateway = await sharedGateway();

async function created(of: object = {}) {
  const { status, json } = await gateway.ask('/scim/v2/Users', { body: oktaUser(of) });
  expect(status).toBe(201);
  return json as { id: string; userName: string; meta: { location: string; version: string } };
}

const patched = (id: string, ...Operations: object[]) =>
  gateway.ask(`/scim/v2/Users/${id}`, { method: 'PATCH', body: { schemas: [patchOp], Operations } });

const lastReceived = () => gateway.users.received.at(-1);

describe('creating a user', () => {
  it('answers with the whole resource, where it is, and its version', async () => {
    const body = oktaUser({ [enterprise]: { department: 'Survey', manager: { value: '26', displayName: 'Bo' } } });
    const { status, headers, json } = await gateway.ask('/scim/v2/Users', { body });
    expect(status).toBe(201);
    const { groups, schemas, ...sent } = body;
    expect(json).toMatchObject({ ...sent, schemas: [...schemas, enterprise], userType: 'member' });
    expect(json['id']).toMatch(/^[0-9a-f-]{36}$/);
    const location = `${gateway.url}/scim/v2/Users/${String(json['id'])}`;
    expect(json['meta']).toMatchObject({ resourceType: 'User', location, version: 'W/"1"' });
    expect(headers.get('location')).toBe(location);
    expect(headers.get('etag')).toBe('W/"1"');
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(JSON.stringify(groups)).toBe('[]');
  });

  it('says in the command who asks, for which account, and under which id', async () => {
    const { headers } = await gateway.ask('/scim/v2/Users', {
      body: oktaUser(),
      headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    });
    const call = lastReceived()?.call;
    expect(call).toMatchObject({
      accountId,
      actor: { kind: 'directory', id: tokenId },
      requestId: headers.get('x-request-id'),
    });
    expect(call?.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/);
    expect(call?.leftMs).toBeLessThanOrEqual(10_000);
  });

  it('is 409 uniqueness where the userName is taken, whatever the case', async () => {
    const { userName } = await created();
    const answer = await gateway.ask('/scim/v2/Users', { body: oktaUser({ userName: userName.toUpperCase() }) });
    expect([answer.status, answer.json['scimType'], answer.json['status']]).toEqual([409, 'uniqueness', '409']);
    expect(answer.text).not.toContain(userName);
  });

  it.each([
    ['application/json', {}],
    ['Application/SCIM+JSON;charset="utf-8"', {}],
    ['application/scim+json', { accept: 'text/html' }],
    ['application/json', { accept: 'application/scim+json; charset=utf-8' }],
  ])('a user is taken as %s', async (type, headers) => {
    const answer = await gateway.ask('/scim/v2/Users', {
      body: oktaUser(),
      headers: { 'content-type': type, ...headers },
    });
    expect(answer.status).toBe(201);
  });

  it('takes empty values, unknown attributes, and what other dialects send', async () => {
    const answer = await gateway.ask('/scim/v2/Users', {
      body: oktaUser({
        id: null,
        title: '',
        phoneNumbers: [],
        active: 'True',
        shoeSize: 9,
        schemas: ['urn:scim:schemas:core:1.0'],
        name: { givenName: 'A', familyName: 'B', middleName: '' },
      }),
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ active: true, name: { givenName: 'A', familyName: 'B' } });
    expect(answer.json).not.toHaveProperty('title');
    expect(answer.json).not.toHaveProperty('shoeSize');
  });

  it('returns only what is asked for', async () => {
    const { json } = await gateway.ask('/scim/v2/Users?attributes=userName', { body: oktaUser() });
    expect(Object.keys(json).sort()).toEqual(['id', 'schemas', 'userName']);
  });
});

describe('reading users', () => {
  it('gives one by id, and 304 where the client has it', async () => {
    const { id } = await created();
    const answer = await gateway.ask(`/scim/v2/Users/${id}`);
    expect([answer.status, answer.json['id'], answer.headers.get('etag')]).toEqual([200, id, 'W/"1"']);
    const again = await gateway.ask(`/scim/v2//Users/${id}/`, { headers: { 'if-none-match': 'W/"1"' } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('finds by userName whatever the case, as a list with numbers', async () => {
    const { id, userName } = await created();
    for (const filter of [`userName eq "${userName.toUpperCase()}"`, `${core}:username EQ "${userName}"`]) {
      const { status, json } = await gateway.ask(
        `/scim/v2/Users?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`,
      );
      expect(status).toBe(200);
      expect(json).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id }] });
    }
    const plus = await gateway.ask(`/scim/v2/Users?filter=userName+eq+%22${encodeURIComponent(userName)}%22`);
    expect(plus.json).toMatchObject({ totalResults: 1 });
  });

  it('gives an empty list where nobody fits, and behind the last page', async () => {
    const none = await gateway.ask('/scim/v2/Users?filter=userName%20eq%20%22nobody%40example.com%22');
    expect(none.json).toMatchObject({ totalResults: 0, itemsPerPage: 0, Resources: [] });
    const behind = await gateway.ask('/scim/v2/Users?startIndex=1000&count=10');
    expect(behind.json).toMatchObject({ itemsPerPage: 0, startIndex: 1000, Resources: [] });
    expect(behind.json['totalResults']).toBeGreaterThan(0);
  });

  it('gives a page of users by startIndex and count', async () => {
    const { json } = await gateway.ask('/scim/v2/Users?startIndex=2&count=2');
    expect(json).toMatchObject({ itemsPerPage: 2, startIndex: 2 });
    expect(json['Resources']).toHaveLength(2);
  });

  it('never shows a user of another account', async () => {
    const { id, userName } = await created();
    const token = gateway.verifier.issue(otherAccountId, tokenId);
    const foreign = await gateway.ask(`/scim/v2/Users/${id}`, { token });
    const unknown = await gateway.ask('/scim/v2/Users/01890a5d-ac96-774b-bcce-b302099a8fff', { token });
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    const list = await gateway.ask(`/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`, {
      token,
    });
    expect(list.json['totalResults']).toBe(0);
  });
});

describe('replacing a user', () => {
  it('takes back what was read, with changes, and ignores what is read-only', async () => {
    const user = await created();
    const read = (await gateway.ask(`/scim/v2/Users/${user.id}`)).json;
    const body = { ...read, name: { ...(read['name'] as object), givenName: 'Anna' }, groups: [{ value: 'g' }] };
    const { status, json } = await gateway.ask(`/scim/v2/Users/${user.id}`, { method: 'PUT', body });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: user.id,
      name: { givenName: 'Anna', familyName: 'Lee' },
      meta: { version: 'W/"2"' },
    });
    expect(lastReceived()?.payload).not.toHaveProperty('passwordHash');
  });

  it('does not guess which of two names counts, and lets leave whoever leaves (rule 5)', async () => {
    const user = await created();
    const put = (of: object) =>
      gateway.ask(`/scim/v2/Users/${user.id}`, { method: 'PUT', body: oktaUser({ userName: user.userName, ...of }) });
    const both = { userType: 'member', usertype: 'viewer', [enterprise]: { department: 'A', Department: 'B' } };
    const { status, json } = await put(both);
    expect([status, json['scimType']]).toEqual([400, 'invalidSyntax']);
    expect(json['detail']).toContain('"userType" and "usertype"');
    expect(await put({ ...both, active: false })).toMatchObject({ status: 200, json: { active: false } });
    const { kept, userType } = lastReceived()?.payload ?? {};
    expect([new Set(kept as string[]), userType]).toEqual([new Set(['userType', 'enterprise.department']), undefined]);
    expect(await put({ active: false, Active: true })).toMatchObject({
      status: 400,
      json: { scimType: 'invalidSyntax' },
    });
  });

  it('compares If-Match, one or several, weakly', async () => {
    const { id } = await created();
    const put = (ifMatch: string) =>
      gateway.ask(`/scim/v2/Users/${id}`, { method: 'PUT', body: oktaUser(), headers: { 'if-match': ifMatch } });
    expect((await put('W/"7"')).status).toBe(412);
    expect((await put('"7", W/"1"')).status).toBe(200);
    expect((await put('*')).status).toBe(200);
    expect(lastReceived()?.payload['ifMatch']).toEqual(['*']);
  });

  it.each(['PUT', 'PATCH', 'DELETE'] as const)(
    'changes nothing by %s where If-None-Match names the version (RFC 9110 §13.1.2)',
    async (method) => {
      const { id } = await created();
      const body =
        method === 'PATCH'
          ? { schemas: [patchOp], Operations: [{ op: 'add', path: 'title', value: 'x' }] }
          : oktaUser();
      const send = (headers: Record<string, string>, of = id) =>
        gateway.ask(`/scim/v2/Users/${of}`, { method, body, headers });
      for (const tags of ['*', 'W/"1"', '"7", "1"']) {
        const { status, json } = await send({ 'if-none-match': tags });
        expect([status, json['detail']], tags).toEqual([412, expect.stringContaining('If-None-Match')]);
      }
      expect((await send({ 'if-match': 'W/"1"', 'if-none-match': 'W/"1"' })).status).toBe(412);
      const nobody = '01890a5d-ac96-774b-bcce-000000000404';
      expect((await send({ 'if-none-match': '*' }, nobody)).status).toBe(404);
      const tooMany = Array.from({ length: 51 }, (_, i) => `"${i + 2}"`).join(', ');
      expect((await send({ 'if-none-match': tooMany })).status).toBe(400);
      expect((await send({ 'if-match': 'W/"1"', 'if-none-match': 'W/"7"' })).status).toBeLessThan(300);
    },
  );

  it('makes users whatever the conditions say, since they are about versions that are there (RFC 9110 §13.2.1)', async () => {
    const headers = { 'if-none-match': '*', 'if-match': 'W/"7"' };
    expect((await gateway.ask('/scim/v2/Users', { body: oktaUser(), headers })).status).toBe(201);
  });
});

describe('changing a user', () => {
  it.each([
    ['as Okta does', { op: 'replace', value: { active: false } }],
    ['as Entra does', { op: 'Replace', path: 'active', value: 'False' }],
  ])('deactivates %s, and still finds the user', async (_, operation) => {
    const { id } = await created();
    const answer = await patched(id, operation);
    expect([answer.status, answer.json['active'], answer.json['id']]).toEqual([200, false, id]);
    expect(lastReceived()?.payload['changes']).toEqual([{ change: 'set', attribute: 'active', value: false }]);
    expect((await gateway.ask(`/scim/v2/Users/${id}`)).json['active']).toBe(false);
  });

  it('changes nothing and answers with the user where there is nothing to change', async () => {
    const { id } = await created();
    const answer = await patched(id);
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, 'W/"1"']);
  });

  it.each([
    ['an unknown operation', { op: 'twist', path: 'title', value: 'x' }, 'invalidSyntax'],
    ['a broken path', { op: 'replace', path: 'emails[type eq', value: 'x' }, 'invalidPath'],
  ])('a change of a user is refused with %s', async (_, operation, scimType) => {
    const { id } = await created();
    const answer = await patched(id, operation);
    expect([answer.status, answer.json['scimType']]).toEqual([400, scimType]);
  });
});

describe('deleting a user', () => {
  it('is 204, then 404, and the name is free', async () => {
    const { id, userName } = await created();
    const headers = { 'content-type': 'application/json' };
    const answer = await gateway.ask(`/scim/v2/Users/${id}`, { method: 'DELETE', headers });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await gateway.ask(`/scim/v2/Users/${id}`)).status).toBe(404);
    expect((await gateway.ask(`/scim/v2/Users/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await gateway.ask('/scim/v2/Users', { body: oktaUser({ userName }) })).status).toBe(201);
  });
});

describe('where the service is', () => {
  it.each([
    ['the configured address', { publicUrl: 'https://scim.example.com/' }, {}, 'https://scim.example.com/scim/v2'],
    [
      'the configured address with the path',
      { publicUrl: 'https://x.example.com/scim/v2' },
      {},
      'https://x.example.com/scim/v2',
    ],
    [
      'what a trusted proxy says',
      { trustedProxies: ['127.0.0.1'] },
      { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.example.com' },
      'https://a.example.com/scim/v2',
    ],
    ['not what anybody says', {}, { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example.com' }, undefined],
    ['not what is no host', { trustedProxies: ['127.0.0.1'] }, { 'x-forwarded-host': 'a"b/c' }, undefined],
  ])('the address of a user is %s', async (_, options, headers, base) => {
    const other = await startGateway(options);
    const answer = await other.ask('/scim/v2/Users', { body: oktaUser(), headers });
    const location = `${base ?? `${other.url}/scim/v2`}/Users/${String(answer.json['id'])}`;
    expect([answer.headers.get('location'), (answer.json['meta'] as { location: string }).location]).toEqual([
      location,
      location,
    ]);
    await other.close();
  });
});

describe('discovery', () => {
  it('lists the account’s own roles as user types', async () => {
    gateway.users.accountRoles = [{ id: '01890a5d-ac96-774b-bcce-b302099a8aaa', name: 'Auditor', basedOn: 'viewer' }];
    const { status, json } = await gateway.ask(`/scim/v2/Schemas/${core}`);
    expect(status).toBe(200);
    expect(JSON.stringify(json)).toContain('01890a5d-ac96-774b-bcce-b302099a8aaa');
  });

  it.each(['/Schemas', '/ResourceTypes'])('%s answers with a list of resources', async (path) => {
    const { status, json } = await gateway.ask(`/scim/v2${path}`);
    expect(status).toBe(200);
    expect(json['totalResults']).toBe((json['Resources'] as unknown[]).length);
  });

  it('names the resource types, and no other', async () => {
    const { json } = await gateway.ask('/scim/v2/ResourceTypes');
    const types = (json['Resources'] as { readonly id: string }[]).map(({ id }) => id);
    expect(types).toEqual(['User', 'Group', 'Role', 'Entitlement']);
    expect((await gateway.ask('/scim/v2/ResourceTypes/User')).json).toMatchObject({ endpoint: '/Users' });
    expect((await gateway.ask('/scim/v2/ResourceTypes/Widget')).status).toBe(404);
  });

  it('says what it can do', async () => {
    const { status, json } = await gateway.ask('/scim/v2/ServiceProviderConfig/');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1_000, maxPayloadSize: 2_097_152 },
      filter: { supported: true, maxResults: 1_000 },
      etag: { supported: true },
      changePassword: { supported: true },
    });
  });
});

describe('the record of a request', () => {
  it('is written for each, refused ones too, without query values', async () => {
    gateway.requestLog.records.length = 0;
    const { id } = await created();
    await gateway.ask(`/scim/v2/Users?filter=${encodeURIComponent('userName eq "canary@example.com"')}`);
    await gateway.ask('/scim/v2/Users/canary-id');
    await gateway.ask('/scim/v2/canary-path');
    await gateway.ask('/scim/v2/Schemas', { method: 'POST' });
    await gateway.ask('/scim/v2/Users', { token: undefined });
    const { records } = gateway.requestLog;
    expect(records.map(({ method, route, status }) => `${method} ${route} ${status}`)).toEqual([
      'POST /scim/v2/Users 201',
      'GET /scim/v2/Users 200',
      'GET /scim/v2/Users/:id 404',
      'GET unknown 404',
      'POST /scim/v2/Schemas 405',
      'GET /scim/v2/Users 401',
    ]);
    expect(records[0]).toMatchObject({ accountId, tokenId, resourceId: id, address: '127.0.0.1' });
    expect(records[2]).toMatchObject({ code: 'user-not-found' });
    expect(records[5]).not.toHaveProperty('accountId');
    expect(JSON.stringify(records)).not.toContain('canary');
  });

  it('is counted before the answer leaves, once, whatever the answer', async () => {
    const { requestLog } = gateway;
    requestLog.records.length = 0;
    requestLog.counted = 0;
    await gateway.ask('/scim/v2/Users', { token: undefined });
    expect([requestLog.counted, requestLog.records.length]).toEqual([1, 1]);
    await gateway.ask('/scim/v2/%', {});
    await gateway.ask('/scim/v2/Users?count=1');
    expect([requestLog.counted, requestLog.records.length]).toEqual([3, 3]);
  });

  it('is what a strict installation changes nothing without: reads go on', async () => {
    gateway.requestLog.refusesWrites = true;
    const { status, headers, json } = await gateway.ask('/scim/v2/Users', {
      body: oktaUser({ userName: 'late@example.com' }),
    });
    const read = await gateway.ask('/scim/v2/Users');
    gateway.requestLog.refusesWrites = false;
    expect([status, headers.get('retry-after'), read.status]).toEqual([429, '30', 200]);
    expect(json['detail']).toContain('nothing is changed here without a record');
  });
});
