import { describe, expect, it } from 'vitest';
import { groupResourceSchema, userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { readResource } from './read-resource.js';

const user = (body: unknown) => readResource(body, userResourceSchema);
const minimal = { schemas: [Urns.user], userName: 'ann@example.com' };
const and = (of: object) => user({ userName: 'ann@example.com', ...of });
const refused = (scimType: string, detail: string) =>
  expect.objectContaining({ status: 400, scimType, detail: expect.stringContaining(detail) }) as Error;

describe('a user as Okta sends it', () => {
  it('is read whole at creation', () => {
    const body = {
      schemas: [Urns.user, Urns.enterpriseUser],
      userName: 'A.Lee@example.com',
      name: { givenName: 'Ann', familyName: 'Lee', middleName: '' },
      emails: [{ primary: true, value: 'A.Lee@example.com', type: 'work' }],
      displayName: 'Ann Lee',
      locale: 'en-US',
      externalId: '00u1abcdEFGH2345i6j7',
      groups: [],
      password: 'x7Kq02Lm',
      active: true,
      phoneNumbers: [],
      [Urns.enterpriseUser]: { employeeNumber: '7', department: '', manager: { value: 'm1', displayName: 'Bo' } },
    };
    expect(user(body)).toEqual({
      schemas: [Urns.user, Urns.enterpriseUser],
      userName: 'A.Lee@example.com',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ primary: true, value: 'A.Lee@example.com', type: 'work' }],
      displayName: 'Ann Lee',
      locale: 'en-US',
      externalId: '00u1abcdEFGH2345i6j7',
      password: 'x7Kq02Lm',
      active: true,
      [Urns.enterpriseUser]: { employeeNumber: '7', manager: { value: 'm1', displayName: 'Bo' } },
    });
  });

  it('is read without what we said ourselves when it comes back with a PUT', () => {
    const sentBack = {
      ...minimal,
      id: '23a3',
      groups: [{ value: 'g1', $ref: 'https://x/Groups/g1', display: 'Design' }],
      meta: { resourceType: 'User', version: 'W/"3"' },
      name: { givenName: 'Anna', formatted: 'Ann Lee' },
      totalResults: 1,
      Resources: [{ id: 'x' }],
    };
    expect(user(sentBack)).toEqual({ ...minimal, name: { givenName: 'Anna', formatted: 'Ann Lee' } });
  });
});

describe('a user as OneLogin’s template sends it', () => {
  it('is read in spite of SCIM 1.x URNs, texts for booleans, managerId and an id of null', () => {
    expect(
      user({
        schemas: ['urn:scim:schemas:core:1.0'],
        id: null,
        userName: 'ann@example.com',
        active: 'true',
        'urn:scim:schemas:extension:enterprise:1.0': { department: 'Design', manager: { managerId: 'm1' } },
      }),
    ).toEqual({
      schemas: [Urns.user, Urns.enterpriseUser],
      userName: 'ann@example.com',
      active: true,
      [Urns.enterpriseUser]: { department: 'Design', manager: { value: 'm1' } },
    });
  });
});

describe('the body of a resource', () => {
  it('may name attributes in any case', () => {
    expect(
      user({
        USERNAME: 'ann@example.com',
        Name: { GIVENNAME: 'Ann' },
        [Urns.enterpriseUser.toUpperCase()]: { Department: 'D' },
      }),
    ).toEqual({
      schemas: [Urns.user, Urns.enterpriseUser],
      userName: 'ann@example.com',
      name: { givenName: 'Ann' },
      [Urns.enterpriseUser]: { department: 'D' },
    });
  });

  it.each<[string, object]>([
    ['null', { title: null, name: null, emails: null, [Urns.enterpriseUser]: null }],
    ['an empty text', { title: '', name: { givenName: '' }, emails: '', externalId: '' }],
    [
      'empty lists and objects',
      { emails: [], phoneNumbers: [{}], addresses: [null, ''], name: {}, [Urns.enterpriseUser]: {} },
    ],
    ['elements without anything', { emails: [{ value: '' }, { value: null }] }],
    ['unknown attributes', { shoeSize: 46, 'urn:example:1.0:X': { a: 1 }, name: { nick: 'A' } }],
  ])('holds nothing where it says %s', (_, of) => {
    expect(and(of)).toEqual(minimal);
  });

  it('is refused where names in another case give one attribute two lists, of which one may empty what the other fills', () => {
    const group = { schemas: [Urns.group], displayName: 'Crew', members: [{ value: 'u1' }] };
    const refusal = expect.objectContaining({
      scimType: 'invalidSyntax',
      detail: expect.stringContaining('"MEMBERS"') as string,
    });
    expect(() => readResource({ ...group, MEMBERS: [] }, groupResourceSchema)).toThrow(refusal as Error);
    expect(
      readResource({ ...group, DisplayName: 'Crew', Members: [{ value: 'u1' }], foo: 1, FOO: 2 }, groupResourceSchema),
    ).toMatchObject({
      displayName: 'Crew',
    });
  });

  it('may stand under the URN of the core schema', () => {
    expect(and({ [Urns.user]: { title: 'Boss' } })).toEqual({ ...minimal, title: 'Boss' });
  });

  it('takes bare texts, single values and numbers for what they mean', () => {
    expect(
      and({
        emails: { value: 'a@x' },
        addresses: ['1 Main St'],
        phoneNumbers: ['1', { value: 2 }],
        roles: '{"value":"admin"}',
        [Urns.enterpriseUser]: { employeeNumber: 7, manager: 'm1' },
      }),
    ).toEqual({
      schemas: [Urns.user, Urns.enterpriseUser],
      userName: 'ann@example.com',
      emails: [{ value: 'a@x' }],
      addresses: [{ value: '1 Main St' }],
      phoneNumbers: [{ value: '1' }, { value: '2' }],
      roles: [{ value: 'admin' }],
      [Urns.enterpriseUser]: { employeeNumber: '7', manager: { value: 'm1' } },
    });
  });

  it('takes a bare text by the rules of the part that it stands for: without controls, and none of nothing else', () => {
    const manager = (value: string) => and({ [Urns.enterpriseUser]: { manager: value } });
    expect(manager('m\u00011')).toMatchObject({ [Urns.enterpriseUser]: { manager: { value: 'm1' } } });
    expect(manager('\u0001')).toEqual(minimal);
  });

  it('takes a list of one for its element where there is no list, as a PATCH does', () => {
    expect(
      and({ title: ['Boss'], name: [{ givenName: ['Ann'] }], active: ['True'], nickName: [], locale: [''] }),
    ).toEqual({ ...minimal, title: 'Boss', name: { givenName: 'Ann' }, active: true });
  });

  it('takes what only the extension has without its URN, as a PATCH does', () => {
    expect(and({ department: 'Design', manager: 'm1', [Urns.enterpriseUser]: { costCenter: '7' } })).toEqual({
      ...minimal,
      schemas: [Urns.user, Urns.enterpriseUser],
      [Urns.enterpriseUser]: { department: 'Design', manager: { value: 'm1' }, costCenter: '7' },
    });
  });

  it.each<[object, string]>([
    [{ title: ['Boss', 'Chief'] }, 'title must be a text, but is a list'],
    [{ title: true }, 'title must be a text, but is a boolean'],
    [{ active: 'yes' }, 'active must be true or false, but is a text'],
    [{ active: 1 }, 'active must be true or false, but is a number'],
    [{ name: 'Ann' }, 'name must be an object, but is a text'],
    [{ name: { givenName: {} } }, 'name.givenName must be a text, but is an object'],
    [{ emails: [true] }, 'emails must be an object'],
    [{ emails: [{ primary: 'maybe' }] }, 'emails.primary must be true or false'],
    [{ [Urns.enterpriseUser]: 'x' }, `${Urns.enterpriseUser} must be an object`],
    [{ [Urns.enterpriseUser]: { department: {} } }, `${Urns.enterpriseUser}:department must be a text`],
    [{ title: 'x'.repeat(8_193) }, 'title: it has 8193 characters, and at most 8192 are allowed'],
    [{ manager: 'x'.repeat(8_193) }, 'manager.value: it has 8193 characters, and at most 8192'],
    [{ emails: Array.from({ length: 101 }, () => 'a@x') }, 'emails has 101 values; at most 100'],
    [{ userName: '' }, 'userName is required'],
  ])('%o is refused with a sentence that names the attribute', (of, detail) => {
    expect(() => and(of)).toThrow(refused('invalidValue', detail));
  });

  it.each([undefined, null, 'x', 5, [], [{}]])('the body %o is no resource', (body) => {
    expect(() => user(body)).toThrow(refused('invalidSyntax', 'one User'));
  });

  it('never repeats a value in a refusal: it may be a password', () => {
    expect(() => and({ password: { secret: 'hunter2' } })).toThrow(
      expect.objectContaining({ detail: expect.not.stringContaining('hunter2') }) as Error,
    );
  });

  it('does not touch prototypes', () => {
    const evil = JSON.parse(
      '{"userName":"a@x","__proto__":{"active":true},"constructor":{"prototype":{"x":1}},"name":{"__proto__":{"givenName":"E"}}}',
    ) as object;
    const read = user(evil);
    expect(read).toEqual({ schemas: [Urns.user], userName: 'a@x' });
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(({} as { active?: unknown }).active).toBeUndefined();
  });
});

describe('a group', () => {
  const group = (body: unknown) => readResource(body, groupResourceSchema);

  it('is read with its members, whose names for display do not count', () => {
    expect(
      group({
        id: 'g1',
        displayName: 'Design',
        members: [
          { value: 'u1', display: null },
          { value: 'u2', display: 'b@x', type: 'User' },
        ],
      }),
    ).toEqual({
      schemas: [Urns.group],
      displayName: 'Design',
      members: [{ value: 'u1' }, { value: 'u2', type: 'User' }],
    });
  });

  it('may have thousands of members, an unknown extension and no members at all', () => {
    const members = Array.from({ length: 5_000 }, (_, i) => ({ value: `u${i}` }));
    expect(group({ displayName: 'All', members }).members).toHaveLength(5_000);
    expect(group({ displayName: 'None', members: [], 'urn:okta:custom:group:1.0': { description: 'x' } })).toEqual({
      schemas: [Urns.group],
      displayName: 'None',
      members: [],
    });
  });

  it('says whether a list of members was sent: one that was not is not an empty one', () => {
    expect(group({ displayName: 'D' })).not.toHaveProperty('members');
    expect(group({ displayName: 'D', members: null }).members).toEqual([]);
    for (const members of [[{}], [null], [''], '', {}, [{ value: '' }], [{ value: 'u1' }, {}]])
      expect(() => group({ displayName: 'D', members })).toThrow(refused('invalidValue', 'needs "value"'));
  });

  it('is refused without a name, or with a member that names nobody', () => {
    expect(() => group({ members: [] })).toThrow(refused('invalidValue', 'displayName is required'));
    expect(() => group({ displayName: 'D', members: [{ display: 'Ann' }] })).toThrow(
      refused('invalidValue', 'Each of members needs "value"'),
    );
  });
});
