import { readPatchOp, readResource, ScimError, Urns, userPatchSchema, userResourceSchema } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { ExcusedForLeaver, shortenedForLeaver } from './leaver.js';
import { userFromScim } from './user-mapping.js';

const long = 'x'.repeat(8_193);
const ann = { userName: 'ann@example.com', title: 'Surveyor' };
const many = Array.from({ length: 101 }, (_, at) => ({ value: `a${at}@example.com` }));

function put(body: object) {
  const excused = new ExcusedForLeaver();
  const resource = excused.read((excuse) => readResource(body, userResourceSchema, { excuse }));
  return shortenedForLeaver(userFromScim(resource), excused.kept(resource.active === false));
}

describe('of whoever leaves', () => {
  it.each<[string, object, string]>([
    ['title that is too long', { Title: long }, 'title'],
    ['part of the name that is too long', { name: { givenName: long, familyName: 'Lee' } }, 'name.givenName'],
    ['part of the name that is no text', { name: { givenName: {}, familyName: 'Lee' } }, 'name.givenName'],
    ['address that is too long', { emails: [{ value: 'ann@example.com' }, { value: long }] }, 'emails'],
    ['list that is too long', { emails: many }, 'emails'],
    ['externalId that is too long', { externalId: 'x'.repeat(1_001) }, 'externalId'],
    ['type that is too long', { userType: 'x'.repeat(201) }, 'userType'],
    ['list of roles that is too long', { roles: many }, 'userType'],
    ['role that is too long', { roles: ['x'.repeat(8_200)] }, 'userType'],
    ['department that is too long', { [Urns.enterpriseUser]: { department: long } }, 'enterprise.department'],
    ['manager of another form', { [Urns.enterpriseUser]: { manager: { value: {} } } }, 'enterprise.manager.value'],
    ['userName that is too long', { userName: `${'x'.repeat(320)}@example.com` }, 'userName'],
    ['userName that is far too long', { userName: long }, 'userName'],
    ['userName that is empty', { userName: '' }, 'userName'],
    ['userName that is null', { userName: null }, 'userName'],
    ['character that cannot be stored', { nickName: 'a\0' }, 'nickName'],
    ['half of a character', { displayName: 'a\ud800' }, 'displayName'],
  ])('a %s is left out', (_, brought, attribute) => {
    for (const active of [false, 'False']) {
      const { whole, kept } = put({ ...ann, ...brought, active });
      expect([kept, JSON.stringify(whole).length < 500, whole.active]).toEqual([[attribute], true, false]);
    }
  });

  it('also where the core schema stands under its URN', () => {
    const core = { ...ann, title: long, active: false };
    expect(put({ [Urns.user]: core }).kept).toEqual(['title']);
    expect(put({ [Urns.user]: { ...core, userName: '' } }).kept).toEqual(['title', 'userName']);
  });

  it('what is short stays, and so does what stands beside something refused', () => {
    const { whole, kept } = put({ ...ann, active: false, name: { givenName: long, familyName: 'Lee' }, other: long });
    expect([whole, kept]).toEqual([
      { userName: ann.userName, active: false, profile: { title: 'Surveyor', name: { familyName: 'Lee' } } },
      ['name.givenName'],
    ]);
  });

  it('a userName that was not sent is missing', () => {
    expect(() => put({ active: false, title: 'x' })).toThrow('userName is required');
  });

  it('so many refusals are heard, and no more', () => {
    const Operations = Array.from({ length: 500 }, () => ({ op: 'replace', path: 'title', value: {} }));
    const excused = new ExcusedForLeaver();
    const read = () => excused.read((excuse) => readPatchOp({ Operations }, userPatchSchema, { excuse }));
    expect(read).toThrow(ScimError);
  });
});

it('whoever stays is refused what was refused first', () => {
  expect(() => put({ ...ann, title: long, nickName: {}, active: true })).toThrow('title: it has 8193 characters');
  expect(() => put({ ...ann, nickName: {} })).toThrow('nickName must be a text');
  const excused = new ExcusedForLeaver(new ScimError(400, 'no text', 'invalidValue'));
  expect(() => excused.read(() => put({ ...ann, active: 'maybe\0' }))).toThrow('no text');
  expect(() => excused.kept(false)).toThrow('no text');
  expect(excused.kept(true)).toEqual([]);
});
