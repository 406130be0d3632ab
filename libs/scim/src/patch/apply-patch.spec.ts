import { describe, expect, it } from 'vitest';
import { groupResourceSchema, userResourceSchema } from '../schemas/resource-schema.js';
import type { GroupResource, UserResource } from '../schemas/resources.js';
import { Urns } from '../schemas/urns.js';
import { applyPatch } from './apply-patch.js';
import { readPatchOp } from './read-patch-op.js';

const ann: UserResource = {
  schemas: [Urns.user],
  userName: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [
    { value: 'ann@example.com', type: 'work', primary: true },
    { value: 'ann@home.example', type: 'home' },
  ],
};
const design: GroupResource = {
  schemas: [Urns.group],
  displayName: 'Design',
  members: [{ value: 'u1' }, { value: 'u2' }],
};
const patchUser = (...Operations: unknown[]) =>
  applyPatch(ann, readPatchOp({ Operations }, userResourceSchema), userResourceSchema);
const patchGroup = (...Operations: unknown[]) =>
  applyPatch(design, readPatchOp({ Operations }, groupResourceSchema), groupResourceSchema);

describe('the examples of RFC 7644 §3.5.2', () => {
  const babs = {
    value: '2819c223-7f76-453a-919d-413861904646',
    display: 'Babs Jensen',
    $ref: 'https://example.com/v2/Users/2819c223',
  };

  it('add: a member (RFC 7644 §3.5.2.1)', () => {
    const { members } = patchGroup({ op: 'add', path: 'members', value: [babs] });
    expect(members).toEqual([{ value: 'u1' }, { value: 'u2' }, { value: babs.value, $ref: babs.$ref }]);
  });

  it('add: emails and a nickname without a path', () => {
    expect(
      patchUser({ op: 'add', value: { emails: [{ value: 'babs@jensen.org', type: 'home' }], nickname: 'Babs' } }),
    ).toEqual({
      ...ann,
      emails: [...(ann.emails ?? []), { value: 'babs@jensen.org', type: 'home' }],
      nickName: 'Babs',
    });
  });

  it('remove: a member by its id, all members, work addresses that hold a text (RFC 7644 §3.5.2.2)', () => {
    expect(patchGroup({ op: 'remove', path: 'members[value eq "u1"]' }).members).toEqual([{ value: 'u2' }]);
    expect(patchGroup({ op: 'remove', path: 'members' })).not.toHaveProperty('members');
    expect(patchUser({ op: 'remove', path: 'emails[type eq "work" and value ew "example.com"]' }).emails).toEqual([
      { value: 'ann@home.example', type: 'home' },
    ]);
  });

  it('remove one and add another member in one request', () => {
    expect(
      patchGroup(
        { op: 'remove', path: 'members[value eq "u1"]' },
        { op: 'add', path: 'members', value: [{ value: 'u3' }] },
      ).members,
    ).toEqual([{ value: 'u2' }, { value: 'u3' }]);
  });

  it('replace: all members (RFC 7644 §3.5.2.3)', () => {
    expect(patchGroup({ op: 'replace', path: 'members', value: [{ value: 'u9' }] }).members).toEqual([{ value: 'u9' }]);
  });

  it('replace: the work address, and only its street', () => {
    const home: UserResource = { ...ann, addresses: [{ type: 'work', streetAddress: 'Old 1', locality: 'Berlin' }] };
    const patch = (...Operations: unknown[]) =>
      applyPatch(home, readPatchOp({ Operations }, userResourceSchema), userResourceSchema).addresses;
    const value = { type: 'work', streetAddress: '911 Universal City Plaza', country: 'US', primary: true };
    expect(patch({ op: 'replace', path: 'addresses[type eq "work"]', value })).toEqual([
      { locality: 'Berlin', ...value },
    ]);
    expect(
      patch({ op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: '1010 Broadway Ave' }),
    ).toEqual([{ type: 'work', streetAddress: '1010 Broadway Ave', locality: 'Berlin' }]);
  });

  it('replace: emails and a nickname without a path', () => {
    const emails = [{ value: 'bjensen@example.com', type: 'work', primary: true }];
    expect(patchUser({ op: 'replace', value: { emails, nickname: 'Babs' } })).toEqual({
      ...ann,
      emails,
      nickName: 'Babs',
    });
  });
});

describe('a patch', () => {
  it.each<[string, unknown]>([
    ['the same value', { op: 'replace', path: 'userName', value: 'ann@example.com' }],
    ['an element that is there', { op: 'add', path: 'emails', value: [{ value: 'ann@home.example', type: 'home' }] }],
    ['a part of an element that is there', { op: 'add', path: 'emails', value: [{ value: 'ann@home.example' }] }],
    ['the same list', { op: 'replace', path: 'emails', value: ann.emails }],
    ['removal of what is not there', { op: 'remove', path: 'title' }],
    ['removal of no such element', { op: 'remove', path: 'emails[type eq "other"]' }],
    ['removal of no such extension attribute', { op: 'remove', path: `${Urns.enterpriseUser}:department` }],
  ])('with %s gives the same object back', (_, operation) => {
    expect(patchUser(operation)).toBe(ann);
  });

  it('leaves the given resource alone', () => {
    const before = JSON.stringify(ann);
    patchUser(
      { op: 'replace', value: { 'name.givenName': 'Bo', emails: [] } },
      { op: 'add', path: 'title', value: 'Boss' },
    );
    expect(JSON.stringify(ann)).toBe(before);
  });

  it('merges a complex attribute part by part', () => {
    expect(patchUser({ op: 'replace', path: 'name', value: { givenName: 'Anna', familyName: '' } }).name).toEqual({
      givenName: 'Anna',
    });
    expect(patchUser({ op: 'remove', path: 'name' })).not.toHaveProperty('name');
  });

  it('makes the element that a filter asks for (Entra)', () => {
    expect(patchUser({ op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '1' }).phoneNumbers).toEqual(
      [{ type: 'mobile', value: '1' }],
    );
    expect(patchUser({ op: 'add', path: 'roles[primary eq "True"].value', value: 'guest' }).roles).toEqual([
      { primary: true, value: 'guest' },
    ]);
  });

  it('refuses where no element can be made from the filter', () => {
    expect(() =>
      patchUser({ op: 'replace', path: 'emails[type ne "work" and value sw "z"].value', value: 'x' }),
    ).toThrow(expect.objectContaining({ scimType: 'noTarget' }) as Error);
  });

  it('leaves one primary value', () => {
    const primaries = (user: UserResource) => user.emails?.filter(({ primary }) => primary).map(({ value }) => value);
    expect(primaries(patchUser({ op: 'add', path: 'emails', value: [{ value: 'new@x', primary: true }] }))).toEqual([
      'new@x',
    ]);
    expect(primaries(patchUser({ op: 'replace', path: 'emails[type eq "home"].primary', value: true }))).toEqual([
      'ann@home.example',
    ]);
    expect(
      primaries(
        patchUser({
          op: 'replace',
          path: 'emails',
          value: [
            { value: 'a', primary: true },
            { value: 'b', primary: true },
          ],
        }),
      ),
    ).toEqual(['b']);
  });

  it('holds nothing for what a filter wants to be absent', () => {
    const { phoneNumbers } = patchUser({ op: 'add', path: 'phoneNumbers[type eq null].value', value: '1' });
    expect(phoneNumbers).toEqual([{ value: '1' }]);
  });

  it('sets and empties the extension, and names it in schemas while it is there (RFC 7643 §3)', () => {
    const path = `${Urns.enterpriseUser}:department`;
    const set = patchUser({ op: 'add', path, value: 'Design' });
    expect(set[Urns.enterpriseUser]).toEqual({ department: 'Design' });
    expect(set.schemas).toEqual([Urns.user, Urns.enterpriseUser]);
    const cleared = applyPatch(
      set,
      readPatchOp({ Operations: [{ op: 'remove', path }] }, userResourceSchema),
      userResourceSchema,
    );
    expect(cleared).toEqual(ann);
  });
});
