import type { UserView } from '@rollcall/contracts';
import { readResource, Urns, userResourceSchema } from '@rollcall/scim';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userFromScim, userToScim, userTypeOfRole, type UserInput } from './user-mapping.js';

const base = 'https://scim.example.com/scim/v2';
const read = (body: object) => userFromScim(readResource(body, userResourceSchema));

function viewOf({ userType = 'member', active = true, ...whole }: UserInput): UserView {
  return {
    ...whole,
    userType,
    active,
    id: '01890a5d-ac96-774b-bcce-b302099a8058',
    accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
    version: 3,
    managedBy: 'directory',
    createdAt: '2026-03-01T10:00:00.000Z',
    updatedAt: '2026-03-02T10:00:00.000Z',
  };
}

describe('a SCIM User in the domain’s words', () => {
  it('as Okta creates it', () => {
    const body = {
      schemas: [Urns.user, Urns.enterpriseUser],
      userName: 'a.lee@example.com',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ primary: true, value: 'a.lee@example.com', type: 'work' }],
      displayName: 'Ann Lee',
      locale: 'en-US',
      externalId: '00u1abcdEFGH2345i6j7',
      userType: 'viewer',
      groups: [],
      active: true,
      [Urns.enterpriseUser]: { department: 'Survey', manager: { value: '26', displayName: 'Bo', $ref: '../Users/26' } },
    };
    expect(read(body)).toEqual({
      userName: 'a.lee@example.com',
      externalId: '00u1abcdEFGH2345i6j7',
      userType: 'viewer',
      active: true,
      profile: {
        name: { givenName: 'Ann', familyName: 'Lee' },
        displayName: 'Ann Lee',
        locale: 'en-US',
        emails: [{ primary: true, value: 'a.lee@example.com', type: 'work' }],
        enterprise: { department: 'Survey', manager: { value: '26', displayName: 'Bo' } },
      },
    });
  });

  it('as OneLogin creates it: SCIM 1 schemas, an empty id, booleans as texts', () => {
    const body = {
      schemas: ['urn:scim:schemas:core:1.0'],
      id: null,
      userName: 'a@example.com',
      active: 'true',
      title: '',
    };
    expect(read(body)).toEqual({ userName: 'a@example.com', active: true, profile: {} });
  });

  it('leaves type and state unsaid where the body does not say them', () => {
    const whole = read({ schemas: [Urns.user], userName: 'a@example.com' });
    expect(whole).not.toHaveProperty('userType');
    expect(whole).not.toHaveProperty('active');
  });

  it.each([
    ['the only role', [{ value: 'viewer' }], 'viewer'],
    ["Entra's JSON text", [{ value: '{"id":"18d1","value":"guest","displayName":"Guest"}' }], 'guest'],
  ])('takes %s as user type', (_, roles, userType) => {
    expect(read({ userName: 'a@example.com', roles })).toMatchObject({ userType });
  });

  it('passes several roles on, of which user-service takes the strongest, whichever is the primary one', () => {
    const roles = [{ value: 'viewer', primary: 'True' }, { value: '{"value":"admin"}' }, { value: 'viewer' }];
    const whole = read({ userName: 'a@example.com', roles });
    expect([whole.userType, whole.userTypes]).toEqual([undefined, ['viewer', 'admin']]);
  });

  it('prefers the user type to roles', () => {
    expect(read({ userName: 'a@example.com', userType: 'admin', roles: [{ value: 'guest' }] }).userType).toBe('admin');
    expect(userTypeOfRole('{broken')).toBe('{broken');
  });

  it('drops the userName where it stands in for a name', () => {
    const name = { formatted: 'a@example.com', givenName: 'Ann', familyName: 'Lee' };
    expect(read({ userName: 'a@example.com', name }).profile.name).toEqual({ givenName: 'Ann', familyName: 'Lee' });
    expect(read({ userName: 'a@example.com', name: { formatted: 'a@example.com' } }).profile).toEqual({});
    expect(read({ userName: 'a@example.com', name: { formatted: 'Ann' } }).profile.name).toEqual({ formatted: 'Ann' });
  });
});

describe('a user as SCIM shows it', () => {
  it('has name and e-mail address even where nothing is known', () => {
    expect(userToScim(viewOf({ userName: 'a@example.com', profile: {} }), base)).toEqual({
      schemas: [Urns.user],
      id: '01890a5d-ac96-774b-bcce-b302099a8058',
      userName: 'a@example.com',
      name: { formatted: 'a@example.com' },
      userType: 'member',
      active: true,
      emails: [{ value: 'a@example.com', type: 'work', primary: true }],
      meta: {
        resourceType: 'User',
        created: '2026-03-01T10:00:00.000Z',
        lastModified: '2026-03-02T10:00:00.000Z',
        location: `${base}/Users/01890a5d-ac96-774b-bcce-b302099a8058`,
        version: 'W/"3"',
      },
    });
  });

  it('has a primary e-mail address also where none says so: the first', () => {
    const emails = [{ value: 'a@example.com' }, { value: 'b@example.com' }];
    expect(userToScim(viewOf({ userName: 'a@example.com', profile: { emails } }), base).emails).toEqual([
      { value: 'a@example.com', primary: true },
      { value: 'b@example.com' },
    ]);
  });

  it('comes back as it was: what is shown and sent again says the same', () => {
    fc.assert(
      fc.property(wholeUsers, (whole) => {
        const shown = JSON.parse(JSON.stringify(userToScim(viewOf(whole), base))) as object;
        expect(read(shown)).toEqual(whole);
      }),
    );
  });
});

/** Texts that reading does not change: not empty, without spaces at the ends. */
const text = fc.stringMatching(/^[A-Za-z0-9äß'.-]{1,12}$/);
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] }).filter((value) => Object.keys(value).length > 0);
const labelled = fc.record(
  { value: text, type: text, display: text, primary: fc.boolean() },
  { requiredKeys: ['value'] },
);
const onePrimary = <T extends { primary?: boolean }>(values: T[]) =>
  values.map((value, i) => ({ ...value, primary: i === 0 }));
const list = <T extends { primary?: boolean }>(element: fc.Arbitrary<T>) =>
  fc
    .uniqueArray(element, { minLength: 1, maxLength: 3, selector: (e) => JSON.stringify({ ...e, primary: false }) })
    .map(onePrimary);

const profiles = fc.record(
  {
    name: fc.record({ givenName: text, familyName: text, middleName: text }),
    displayName: text,
    nickName: text,
    title: text,
    profileUrl: text.map((path) => `https://example.com/${path}`),
    preferredLanguage: fc.constantFrom('de', 'en-US'),
    locale: fc.constantFrom('de', 'en-US'),
    timezone: fc.constantFrom('Europe/Berlin', 'UTC'),
    phoneNumbers: list(labelled),
    addresses: list(
      fc.record({ streetAddress: text, locality: text, primary: fc.boolean() }, { requiredKeys: ['streetAddress'] }),
    ),
    enterprise: some({
      employeeNumber: text,
      costCenter: text,
      department: text,
      manager: some({ value: text, displayName: text }),
    }),
  },
  { requiredKeys: ['name'] },
);

const wholeUsers: fc.Arbitrary<UserInput> = fc
  .record({
    userName: text.map((name) => `${name}@example.com`),
    externalId: text,
    userType: text,
    active: fc.boolean(),
    profile: profiles,
    emails: list(labelled),
  })
  .map(({ emails, profile, ...whole }) => ({ ...whole, profile: { ...profile, emails } }));
