import { Refusal } from '@rollcall/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountId, sharedGateway, tokenId } from './gateway-under-test.js';

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
let count = 0;

const gateway = await sharedGateway();

async function person(of: object = {}): Promise<string> {
  const { json } = await gateway.ask('/scim/v2/Users', { body: { userName: `p${++count}@example.com`, ...of } });
  return String(json['id']);
}

const patch = (path: string, ...Operations: object[]) =>
  gateway.ask(`/scim/v2${path}`, { method: 'PATCH', body: { schemas: [patchOp], Operations } });

describe('the identity provider that speaks (rule 21)', () => {
  const asked = (token: string, userAgent: string) =>
    gateway.ask('/scim/v2/Users', { token, headers: { 'user-agent': userAgent }, body: { userName: 'no address' } });

  it('is the one that the token is for, whatever the request says', async () => {
    gateway.users.failWith = new Refusal('user-name-invalid', { userName: 'no address', problem: 'it has no @' });
    const entra = gateway.verifier.issueFor('entra', accountId, tokenId);
    expect((await asked(entra, 'Apache-HttpClient/4.5')).json['detail']).toContain('in Entra under');
    expect((await asked(entra, 'Okta SCIM Client 1.0.0')).json['detail']).toContain('in Entra under');
    const other = gateway.verifier.issueFor('other', accountId, tokenId);
    expect((await asked(other, 'curl/8.5')).json['detail']).not.toMatch(/Okta|Entra/);
    expect((await asked(gateway.token, 'Okta SCIM Client 1.0.0')).json['detail']).toContain('in Okta under');
    gateway.users.failWith = undefined;
  });

  it('is the one that the token was for where it works no more: the sentence says where its successor is entered', async () => {
    const dead = (why: 'revoked' | 'account-closing', of: object = { provider: 'entra' }) =>
      gateway.verifier.issueDead({ works: false, why, ...of });
    const okta = 'Okta SCIM Client 1.0.0';
    const { json, headers } = await asked(dead('revoked'), okta);
    expect(json['detail']).toMatch(/; enter it in Entra\.$/);
    expect(headers.get('www-authenticate')).toContain('enter it in Entra.');
    expect((await asked(dead('account-closing'), okta)).json['detail']).toMatch(/remove the app from Entra\.$/);
    expect((await asked(dead('revoked', {}), okta)).json['detail']).toMatch(/; enter it in Okta\.$/);
    expect((await asked(dead('revoked', {}), 'curl/8.5')).json['detail']).toMatch(
      /; enter it in the identity provider\.$/,
    );
    expect((await asked(dead('revoked', { provider: 'aws' }), okta)).json['detail']).toMatch(
      / in the identity provider\.$/,
    );
  });

  it('is Entra where its token says so: its externalId tells nobody apart (rule 5)', async () => {
    const body = { userName: `e${++count}@example.com`, externalId: 'alias' };
    const headers = { 'user-agent': 'Apache-HttpClient/4.5' };
    await gateway.ask('/scim/v2/Users', {
      token: gateway.verifier.issueFor('entra', accountId, tokenId),
      headers,
      body,
    });
    expect(gateway.users.received.at(-1)?.payload).toMatchObject({ externalIdIs: 'label' });
  });
});

describe('whoever leaves, leaves (rule 5)', () => {
  const active = { op: 'replace', path: 'active', value: 'False' };
  const many = Array.from({ length: 101 }, (_, at) => ({ value: `${at}` }));
  const whole = (of: object) => ({ userName: `left${++count}@example.com`, active: false, ...of });
  const send = (id: string, method: string, body: unknown) =>
    gateway.ask(`/scim/v2/Users/${id}`, { method, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const changes = (...Operations: object[]) => ({ schemas: [patchOp], Operations });

  it.each<[string, string, unknown, string[]]>([
    ['an empty userName', 'PATCH', changes({ op: 'replace', path: 'userName', value: '' }, active), ['userName']],
    ['no userName', 'PATCH', changes({ op: 'replace', path: 'userName', value: null }, active), ['userName']],
    ['its removal', 'PATCH', changes({ op: 'remove', path: 'userName' }, active), ['userName']],
    ['a long list', 'PATCH', changes({ op: 'add', path: 'phoneNumbers', value: many }, active), ['phoneNumbers']],
    ['an object for a title', 'PATCH', changes({ op: 'replace', value: { title: {}, active: false } }), ['title']],
    [
      'half a letter',
      'PATCH',
      '{"Operations":[{"op":"replace","value":{"name":{"givenName":"a\\ud800","familyName":"Lee"},"active":false}}]}',
      ['name.givenName'],
    ],
    ['a list that is too long', 'PUT', whole({ emails: many }), ['emails']],
    ['an empty userName', 'PUT', whole({ userName: '' }), ['userName']],
    ['a zero character', 'PUT', '{"userName":"left@example.com","active":false,"title":"a\\u0000"}', ['title']],
    [
      'what stands under the URN of the core schema',
      'PUT',
      { 'urn:ietf:params:scim:schemas:core:2.0:User': whole({ title: 'x'.repeat(9_000) }) },
      ['title'],
    ],
  ])('%s in a %s refuses nothing', async (_, method, body, kept) => {
    const id = await person();
    const { status, json } = await send(id, method, body);
    expect([status, json['active']]).toEqual([200, false]);
    expect(gateway.users.received.at(-1)).toMatchObject({ payload: { kept } });
  });

  it('also in a bulk request', async () => {
    const id = await person();
    const operation = (data: string) => `{"method":"PATCH","path":"/Users/${id}","data":${data}}`;
    const title = '{"op":"replace","path":"title","value":"a\\u0000"}';
    const answer = async (data: string) => {
      const { json } = await gateway.ask('/scim/v2/Bulk', {
        method: 'POST',
        body: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[${operation(data)}]}`,
      });
      return (json['Operations'] as { status: string }[])[0]?.status;
    };
    expect(await answer(`{"Operations":[${title}]}`)).toBe('400');
    expect(await answer(`{"Operations":[${title},${JSON.stringify(active)}]}`)).toBe('200');
    expect((await gateway.ask(`/scim/v2/Users/${id}`)).json['active']).toBe(false);
  });

  it('who stays, and who is made active, is refused as ever', async () => {
    const id = await person();
    const stays = changes({ op: 'replace', path: 'userName', value: '' }, { ...active, value: true });
    expect((await send(id, 'PATCH', stays)).status).toBe(400);
    expect((await send(id, 'PUT', '{"userName":"left@example.com","title":"a\\u0000"}')).status).toBe(400);
    const back = changes(active, { op: 'add', path: 'phoneNumbers', value: many }, { ...active, value: 'True' });
    expect((await send(id, 'PATCH', back)).status).toBe(400);
  });

  it('a malformed request is refused', async () => {
    const id = await person();
    for (const other of [
      { op: 'replace', path: 'title' },
      { op: 'move', path: 'title' },
      { op: 'add', path: 'a..b' },
    ])
      expect((await send(id, 'PATCH', changes(other, active))).status).toBe(400);
    expect((await send(id, 'PUT', { active: false })).status).toBe(400);
  });
});

describe('a template whose variable is empty, sent about a group', () => {
  const ids: string[] = [];
  const group = async () => {
    const body = { displayName: `G${++count}`, members: ids.map((value) => ({ value })) };
    return String((await gateway.ask('/scim/v2/Groups', { body })).json['id']);
  };
  const membersOf = async (id: string) =>
    ((await gateway.ask(`/scim/v2/Groups/${id}`)).json['members'] as { value: string }[]).map(({ value }) => value);
  beforeAll(async () => {
    ids.push(await person(), await person());
  });

  it.each<[string, object]>([
    ['replace without a value', { op: 'replace', path: 'members' }],
    ['an empty object', { op: 'replace', path: 'members', value: {} }],
    ['a list of one', { op: 'replace', path: 'members', value: [{}] }],
    ['a list of null', { op: 'replace', path: 'members', value: [null] }],
    ['an empty text', { op: 'replace', path: 'members', value: '' }],
    ['the same without a path', { op: 'replace', value: { members: [{}] } }],
    ['add without a value', { op: 'add', path: 'members' }],
    ['a removal of an empty text', { op: 'remove', path: 'members', value: '' }],
  ])('%s is 400, and everybody stays', async (_, operation) => {
    const id = await group();
    const { status, json } = await patch(`/Groups/${id}`, operation);
    expect([status, json['scimType']]).toEqual([400, 'invalidValue']);
    expect(await membersOf(id)).toEqual(ids.toSorted());
  });

  it.each([[[{}]], [[null]], [''], [{}], [[{ value: '' }]]])('a PUT with members %j is 400', async (members) => {
    const id = await group();
    const { status, json } = await gateway.ask(`/scim/v2/Groups/${id}`, {
      method: 'PUT',
      body: { displayName: 'G', members },
    });
    expect([status, json['scimType']]).toEqual([400, 'invalidValue']);
    expect(await membersOf(id)).toEqual(ids.toSorted());
  });

  it('a PUT without members leaves them, and takes the name', async () => {
    const id = await group();
    const { status, json } = await gateway.ask(`/scim/v2/Groups/${id}`, {
      method: 'PUT',
      body: { displayName: 'New' },
    });
    expect([status, json['displayName']]).toEqual([200, 'New']);
    expect(await membersOf(id)).toEqual(ids.toSorted());
  });

  it.each([null, []])('members that are said to be %j go', async (members) => {
    const [one, other] = [await group(), await group()];
    await gateway.ask(`/scim/v2/Groups/${one}`, { method: 'PUT', body: { displayName: 'New', members } });
    await patch(`/Groups/${other}`, { op: 'replace', path: 'members', value: members });
    expect([await membersOf(one), await membersOf(other)]).toEqual([[], []]);
  });

  it('a removal by members.value removes only who is named', async () => {
    const id = await group();
    expect((await patch(`/Groups/${id}`, { op: 'remove', path: 'members.value', value: ids[0] })).status).toBe(204);
    expect(await membersOf(id)).toEqual([ids[1]]);
  });
});

it('a group that is read right after a member was deleted does not show her', async () => {
  const [ann, bob] = [await person(), await person()];
  const body = { displayName: `G${++count}`, members: [{ value: ann }, { value: bob }] };
  const { json } = await gateway.ask('/scim/v2/Groups', { body });
  await gateway.ask(`/scim/v2/Users/${ann}`, { method: 'DELETE' });
  const read = await gateway.ask(`/scim/v2/Groups/${String(json['id'])}`);
  expect(read.json['members']).toEqual([expect.objectContaining({ value: bob })]);
});

describe('a number where a text belongs', () => {
  it.each([
    ['123456789012345678', '123456789012345678'],
    ['-9007199254740993', '-9007199254740993'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['1.10', '1.10'],
    ['1e3', '1e3'],
    ['42', '42'],
  ])('%s keeps all of its digits', async (sent, kept) => {
    const { status, json } = await gateway.ask('/scim/v2/Users', {
      body: `{"userName":"n${++count}@example.com","externalId":${sent},"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":${sent}}}`,
    });
    expect([status, json['externalId']]).toEqual([201, kept]);
    expect(json['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User']).toEqual({ employeeNumber: kept });
  });

  it('in a group too, and in a PATCH', async () => {
    const body = `{"displayName":"N${++count}","externalId":123456789012345678}`;
    const { json } = await gateway.ask('/scim/v2/Groups', { body });
    expect(json['externalId']).toBe('123456789012345678');
    const id = await person();
    const changed = await gateway.ask(`/scim/v2/Users/${id}`, {
      method: 'PATCH',
      body: '{"Operations":[{"op":"replace","path":"externalId","value":123456789012345678}]}',
    });
    expect(changed.json['externalId']).toBe('123456789012345678');
  });
});

describe('a body in another encoding', () => {
  const text = '{"userName":"w@example.com"}';
  it.each([
    ['UTF-16, little end first', Buffer.from(text, 'utf16le')],
    ['the same with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(text, 'utf16le').swap16()],
    ['UTF-32', Buffer.from(Array.from(text).flatMap((each) => [each.charCodeAt(0), 0, 0, 0]))],
    ['Latin-1', Buffer.from('{"userName":"w@example.com","title":"Gärtner"}', 'latin1')],
  ])('%s is 400, and says which one is read', async (_, body) => {
    const { status, json } = await gateway.ask('/scim/v2/Users', { body });
    expect([status, json['scimType']]).toEqual([400, 'invalidSyntax']);
    expect(json['detail']).toBe('The body is not UTF-8 text. Send it in UTF-8.');
  });
});

describe('a filter that is not quoted or not encoded', () => {
  it.each([
    [`userName eq ann@example.com`, 'a value without quotes at position 13: put the value into double quotes'],
    [`userName eq 'ann@example.com'`, 'a single quote at position 13: put the value into double quotes'],
    [`userName eq ann`, 'a text in double quotes'],
    [`emails[value eq ann@example.com]`, 'a value without quotes at position 17'],
  ])('%s is 400, and says what to do', async (filter, sentence) => {
    const { status, json } = await gateway.ask(`/scim/v2/Users?filter=${encodeURIComponent(filter)}`);
    expect([status, json['scimType']]).toEqual([400, 'invalidFilter']);
    expect(json['detail']).toContain(sentence);
  });

  it('a%zz is 400, and says that the address is not encoded', async () => {
    const { status, json } = await gateway.ask('/scim/v2/Users?filter=a%zz');
    expect([status, json['scimType']]).toEqual([400, 'invalidFilter']);
    expect(json['detail']).toContain('not encoded as URLs are');
  });
});

describe('who speaks is named in the sentence, or nobody', () => {
  const refusal = new Refusal('user-name-invalid', { userName: 'ann', problem: 'it has no @' });
  it.each([
    ['Okta SCIM Client 1.0.0', "Map it to the person's e-mail in Okta under Profile Editor › Mappings."],
    ['authentik/2025.10.1', "Map it to the person's e-mail in authentik under Customization › Property Mappings."],
    ['curl/8.5', "Map it to the person's e-mail."],
  ])('%s', async (userAgent, end) => {
    gateway.users.failWith = refusal;
    const { json } = await gateway.ask('/scim/v2/Users', {
      body: { userName: 'ann' },
      headers: { 'user-agent': userAgent },
    });
    gateway.users.failWith = undefined;
    expect(json['detail']).toMatch(/, but it has no @\. /);
    expect(String(json['detail']).endsWith(end)).toBe(true);
  });
});

describe('members that are no people', () => {
  it.each([
    [
      { unknownIds: ['u1'], count: 1 },
      'One of the members is no user of this account: u1. Nothing was changed. Assign these people to the app first, then push the group again.',
    ],
    [
      { unknownIds: [], count: 0, groupIds: ['g1'] },
      'Groups within groups are not taken, and these members are groups: g1. Nothing was changed. Make the people of those groups members themselves.',
    ],
    [
      { unknownIds: ['u1', 'u2'], count: 2, groupIds: ['g1'] },
      '2 of the members are no users of this account: u1, u2. Groups within groups are not taken, and these members are groups: g1. Nothing was changed. Assign these people to the app first, then push the group again. Make the people of those groups members themselves.',
    ],
  ])('%j', async (facts, detail) => {
    gateway.teams.failWith = new Refusal('members-unknown', facts);
    const { json } = await gateway.ask('/scim/v2/Groups', { body: { displayName: 'X' } });
    gateway.teams.failWith = undefined;
    expect(json['detail']).toBe(detail);
  });
});
