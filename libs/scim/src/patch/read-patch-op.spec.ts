import { describe, expect, it } from 'vitest';
import { limits } from '../limits/limits.js';
import type { Excuse } from '../resource/excuse.js';
import { printPath } from '../schemas/attribute-path.js';
import {
  groupResourceSchema,
  userPatchSchema,
  userResourceSchema,
  type ResourceSchema,
} from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { readPatchOp } from './read-patch-op.js';

const body = (...Operations: unknown[]) => ({ schemas: [Urns.patchOp], Operations });
const user = (...operations: unknown[]) => readPatchOp(body(...operations), userResourceSchema);
const group = (...operations: unknown[]) => readPatchOp(body(...operations), groupResourceSchema, { id: 'g1' });

const eq = (attribute: string, value: unknown) => ({ kind: 'compare', path: { attribute }, operator: 'eq', value });
const replace = (path: string | object, value: unknown) => ({ op: 'replace', path: at(path), value });
const add = (path: string | object, value: unknown) => ({ op: 'add', path: at(path), value });
const remove = (path: string | object) => ({ op: 'remove', path: at(path) });
const at = (path: string | object): object => {
  if (typeof path === 'object') return path;
  const [attribute, subAttribute] = path.split('.');
  return subAttribute === undefined ? { attribute } : { attribute, subAttribute };
};
const enterprise = (attribute: string, subAttribute?: string) => ({
  schema: Urns.enterpriseUser,
  attribute,
  ...(subAttribute === undefined ? {} : { subAttribute }),
});

const refused = (scimType: string, detail: string) =>
  expect.objectContaining({ status: 400, scimType, detail: expect.stringContaining(detail) }) as Error;

describe('Okta’s operations on groups', () => {
  const ids = [{ value: 'u1' }, { value: 'u2' }];

  it.each<[string, unknown, unknown[]]>([
    [
      'a: a member is removed by a filter',
      { op: 'remove', path: 'members[value eq "u1"]' },
      [remove({ attribute: 'members', valueFilter: eq('value', 'u1') })],
    ],
    [
      'b: members are added, their display name does not count',
      { op: 'add', path: 'members', value: [{ value: 'u1', display: 'a.lee@example.com' }] },
      [add('members', [{ value: 'u1' }])],
    ],
    ['c: members are replaced', { op: 'replace', path: 'members', value: ids }, [replace('members', ids)]],
    ['d: an empty list clears', { op: 'replace', path: 'members', value: [] }, [remove('members')]],
    [
      'e: the id beside the name is no change',
      { op: 'replace', value: { id: 'g1', displayName: 'Design' } },
      [replace('displayName', 'Design')],
    ],
    ['f: a list without a path is the list of members', { op: 'add', value: ids }, [add('members', ids)]],
    [
      'h: members in an object without a path',
      { op: 'replace', value: { members: [{ value: 'u1' }] } },
      [replace('members', [{ value: 'u1' }])],
    ],
    [
      'i: all in one',
      { op: 'replace', value: { members: [], id: 'g1', displayName: 'Design' } },
      [remove('members'), replace('displayName', 'Design')],
    ],
    [
      'a display name of null',
      { op: 'add', path: 'members', value: [{ value: 'u1', display: null }] },
      [add('members', [{ value: 'u1' }])],
    ],
  ])('%s', (_, operation, expected) => {
    expect(group(operation)).toEqual(expected);
  });

  it('several removals and an addition in one request stay in order', () => {
    expect(
      group(
        { op: 'remove', path: 'members[value eq "u3"]' },
        { op: 'remove', path: 'members[value eq "u4"]' },
        { op: 'add', path: 'members', value: ids },
      ).map(({ op }) => op),
    ).toEqual(['remove', 'remove', 'add']);
  });

  it('another id is refused, with and without a path', () => {
    expect(() => group({ op: 'replace', value: { id: 'g2' } })).toThrow(refused('mutability', 'id'));
    expect(() => group({ op: 'replace', path: 'id', value: 'g2' })).toThrow(refused('mutability', 'id'));
    expect(group({ op: 'replace', path: 'id', value: 'g1' })).toEqual([]);
  });

  it('a member without value is refused', () => {
    expect(() => group({ op: 'add', path: 'members', value: [{ value: 'u1' }, { display: 'Ann' }] })).toThrow(
      refused('invalidValue', 'Each of members needs "value"'),
    );
    expect(() => group({ op: 'add', value: [{ display: 'Ann' }] })).toThrow(refused('invalidValue', 'object'));
  });

  it('the value of a member cannot be changed', () => {
    expect(() => group({ op: 'replace', path: 'members[value eq "u1"].value', value: 'u2' })).toThrow(
      refused('mutability', 'members.value'),
    );
  });
});

describe('Okta’s operations on users', () => {
  it('active and password come without a path', () => {
    expect(user({ op: 'replace', value: { active: false } })).toEqual([replace('active', false)]);
    expect(user({ op: 'replace', value: { password: 'N3w-Pa55' } })).toEqual([replace('password', 'N3w-Pa55')]);
    expect(user({ op: 'replace', path: 'password', value: 'N3w-Pa55' })).toEqual([replace('password', 'N3w-Pa55')]);
  });
});

describe('Entra’s older dialect', () => {
  it.each<[string, unknown, unknown[]]>([
    ['Add, with a capital', { op: 'Add', path: 'title', value: 'Boss' }, [replace('title', 'Boss')]],
    ['a boolean as text', { op: 'Replace', path: 'active', value: 'False' }, [replace('active', false)]],
    [
      'an element that may have to be made',
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'a@example.com' },
      [replace({ attribute: 'emails', subAttribute: 'value', valueFilter: eq('type', 'work') }, 'a@example.com')],
    ],
    [
      'the formatted address',
      { op: 'Add', path: 'addresses[type eq "work"].formatted', value: '1 Main St' },
      [replace({ attribute: 'addresses', subAttribute: 'formatted', valueFilter: eq('type', 'work') }, '1 Main St')],
    ],
    [
      'the manager as a bare text',
      { op: 'Add', path: `${Urns.enterpriseUser}:manager`, value: 'm1' },
      [replace(enterprise('manager', 'value'), 'm1')],
    ],
    [
      'the manager as a list of one',
      { op: 'Add', path: `${Urns.enterpriseUser}:manager`, value: [{ $ref: 'https://x/Users/m1', value: 'm1' }] },
      [replace(enterprise('manager', 'value'), 'm1')],
    ],
    ['no manager', { op: 'Remove', path: `${Urns.enterpriseUser}:manager` }, [remove(enterprise('manager'))]],
    [
      'no manager by an empty text',
      { op: 'Replace', path: `${Urns.enterpriseUser}:manager`, value: '' },
      [remove(enterprise('manager'))],
    ],
    [
      'the role by a text for a boolean',
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'admin' },
      [replace({ attribute: 'roles', subAttribute: 'value', valueFilter: eq('primary', true) }, 'admin')],
    ],
    [
      'a role as JSON text',
      { op: 'Add', path: 'roles', value: [{ value: '{"id":"06b0","value":"admin","displayName":"Admin"}' }] },
      [add('roles', [{ value: 'admin', display: 'Admin' }])],
    ],
    [
      'the list of roles as one JSON text',
      { op: 'Replace', path: 'roles', value: '[{"value":"guest","primary":"True"}]' },
      [replace('roles', [{ value: 'guest', primary: true }])],
    ],
    [
      'the value of a role as JSON text',
      { op: 'Add', path: 'roles[primary eq "True"].value', value: '{"value":"guest"}' },
      [replace({ attribute: 'roles', subAttribute: 'value', valueFilter: eq('primary', true) }, 'guest')],
    ],
    ['null clears', { op: 'Replace', path: 'title', value: null }, [remove('title')]],
    ['an empty text clears', { op: 'Replace', path: 'title', value: '' }, [remove('title')]],
  ])('%s', (_, operation, expected) => {
    expect(user(operation)).toEqual(expected);
  });

  it('members are removed by a list of values', () => {
    expect(
      group({
        op: 'Remove',
        path: 'members',
        value: [
          { $ref: null, value: 'u1' },
          { $ref: null, value: 'u2' },
        ],
      }),
    ).toEqual([
      remove({ attribute: 'members', valueFilter: { kind: 'or', of: [eq('value', 'u1'), eq('value', 'u2')] } }),
    ]);
    expect(group({ op: 'Remove', path: 'members', value: [{ value: 'u1' }] })).toEqual([
      remove({ attribute: 'members', valueFilter: eq('value', 'u1') }),
    ]);
    expect(group({ op: 'Remove', path: 'members', value: [] })).toEqual([]);
  });

  it('where the value of an element goes, the element goes', () => {
    const mobile = { attribute: 'phoneNumbers', valueFilter: eq('type', 'mobile') };
    expect(user({ op: 'Remove', path: 'phoneNumbers[type eq "mobile"].value' })).toEqual([remove(mobile)]);
    expect(user({ op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '' })).toEqual([remove(mobile)]);
    expect(user({ op: 'Remove', path: 'phoneNumbers[type eq "mobile"].display' })).toEqual([
      remove({ ...mobile, subAttribute: 'display' }),
    ]);
    expect(user({ op: 'Remove', path: 'addresses[type eq "work"].value' })).toEqual([
      remove({ attribute: 'addresses', valueFilter: eq('type', 'work'), subAttribute: 'value' }),
    ]);
  });
});

describe('Entra’s newer dialect (aadOptscim062020)', () => {
  it('keys without a path may be paths', () => {
    expect(
      user({
        op: 'replace',
        value: {
          displayName: 'Ann Lee',
          'name.givenName': 'Ann',
          'emails[type eq "work"].value': 'a@example.com',
          [`${Urns.enterpriseUser}:department`]: 'Design',
          [`${Urns.enterpriseUser}:manager.displayName`]: 'Bo',
          [`${Urns.user}:title`]: 'Boss',
        },
      }),
    ).toEqual([
      replace('displayName', 'Ann Lee'),
      replace('name.givenName', 'Ann'),
      replace({ attribute: 'emails', subAttribute: 'value', valueFilter: eq('type', 'work') }, 'a@example.com'),
      replace(enterprise('department'), 'Design'),
      replace(enterprise('manager', 'displayName'), 'Bo'),
      replace('title', 'Boss'),
    ]);
  });
});

describe('what strict suites send', () => {
  it('the bare URN of the extension as path or key, its value holding schemas', () => {
    const value = { schemas: [Urns.enterpriseUser], department: 'Design', 'manager.value': 'm1', costCenter: '' };
    const expected = [
      replace(enterprise('department'), 'Design'),
      replace(enterprise('manager', 'value'), 'm1'),
      remove(enterprise('costCenter')),
    ];
    expect(user({ op: 'replace', path: Urns.enterpriseUser, value })).toEqual(expected);
    expect(user({ op: 'add', value: { [Urns.enterpriseUser]: value } })).toEqual(expected);
    expect(user({ op: 'add', path: 'urn:scim:schemas:extension:enterprise:1.0', value })).toEqual(expected);
  });

  it('the bare URN of the core schema as path or key', () => {
    expect(user({ op: 'replace', path: Urns.user, value: { title: 'Boss' } })).toEqual([replace('title', 'Boss')]);
    expect(user({ op: 'replace', value: { [Urns.user]: { title: 'Boss' } } })).toEqual([replace('title', 'Boss')]);
  });

  it('the whole extension is removed attribute by attribute', () => {
    const removed = user({ op: 'remove', path: Urns.enterpriseUser });
    expect(removed).toHaveLength(6);
    expect(removed).toContainEqual(remove(enterprise('manager')));
    expect(user({ op: 'replace', value: { [Urns.enterpriseUser]: null } })).toEqual(removed);
  });

  it.each([{ value: '' }, { value: null }, {}])('remove clears the whole attribute, also with %o', (value) => {
    expect(user({ op: 'remove', path: 'title', ...value })).toEqual([remove('title')]);
    expect(user({ op: 'remove', path: 'emails', ...value })).toEqual([remove('emails')]);
  });

  it('the new value of a value path in a list of one', () => {
    const work = { attribute: 'emails', valueFilter: eq('type', 'work') };
    const value = { value: 'a@example.com', type: 'work' };
    expect(user({ op: 'replace', path: 'emails[type eq "work"]', value: [value] })).toEqual([replace(work, value)]);
    expect(user({ op: 'replace', path: 'emails[type eq "work"].value', value: ['a@example.com'] })).toEqual([
      replace({ ...work, subAttribute: 'value' }, 'a@example.com'),
    ]);
  });

  it('URN-prefixed paths of core attributes, in any case', () => {
    expect(user({ op: 'replace', path: `${Urns.user.toUpperCase()}:NAME.GIVENNAME`, value: 'Ann' })).toEqual([
      replace('name.givenName', 'Ann'),
    ]);
    expect(user({ op: 'remove', path: `${Urns.user}:emails[type eq "work"]` })).toEqual([
      remove({ attribute: 'emails', valueFilter: eq('type', 'work') }),
    ]);
  });

  it('no operations at all, and names in any case', () => {
    expect(user()).toEqual([]);
    expect(readPatchOp({ operations: [{ OP: 'replace', Path: 'title', Value: 'Boss' }] }, userResourceSchema)).toEqual([
      replace('title', 'Boss'),
    ]);
  });
});

describe('an operation', () => {
  it('on a complex attribute becomes one for each part', () => {
    expect(user({ op: 'replace', path: 'name', value: { givenName: 'Ann', middleName: '', shoe: 1 } })).toEqual([
      replace('name.givenName', 'Ann'),
      remove('name.middleName'),
    ]);
    expect(user({ op: 'replace', value: { name: null } })).toEqual([remove('name')]);
  });

  it('under a filter loses the parts that it says are empty', () => {
    const work = { attribute: 'emails', valueFilter: eq('type', 'work') };
    expect(user({ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'a@x', display: '' } })).toEqual([
      replace(work, { value: 'a@x' }),
      remove({ ...work, subAttribute: 'display' }),
    ]);
    expect(user({ op: 'replace', path: 'emails[type eq "work"]', value: null })).toEqual([remove(work)]);
  });

  it('on a part of every element', () => {
    expect(user({ op: 'replace', path: 'emails.type', value: 'work' })).toEqual([replace('emails.type', 'work')]);
  });

  it('on a list takes one value for a list of one', () => {
    expect(user({ op: 'add', path: 'emails', value: { value: 'a@x', primary: 'true' } })).toEqual([
      add('emails', [{ value: 'a@x', primary: true }]),
    ]);
    expect(user({ op: 'add', path: 'emails', value: [] })).toEqual([]);
  });

  it.each(['My Attr', '1st', 'a.b.c', 'custom:My Attr', 'urn:acme:1.0', 'a b[type eq "x"].value', 'Straße', '$x y'])(
    'on the unknown attribute "%s" is ignored, and the others are applied',
    (path) => {
      const title = { op: 'replace', path: 'title', value: 'Boss' };
      expect(user({ op: 'replace', path, value: 'x' }, title)).toEqual([replace('title', 'Boss')]);
      expect(user({ op: 'replace', value: { [path]: 'x', title: 'Boss' } })).toEqual([replace('title', 'Boss')]);
    },
  );

  it('on an attribute that only the extension has needs no URN', () => {
    expect(
      user(
        { op: 'replace', path: 'department', value: 'Design' },
        { op: 'add', path: 'manager', value: 'm1' },
        { op: 'replace', value: { 'manager.displayName': 'Bo', employeeNumber: 7 } },
      ),
    ).toEqual([
      replace(enterprise('department'), 'Design'),
      replace(enterprise('manager', 'value'), 'm1'),
      replace(enterprise('manager', 'displayName'), 'Bo'),
      replace(enterprise('employeeNumber'), '7'),
    ]);
  });

  it('on what is read-only or unknown is ignored', () => {
    expect(
      user(
        { op: 'replace', path: 'meta.lastModified', value: '2026-01-01T00:00:00Z' },
        { op: 'add', path: 'groups', value: [{ value: 'g1' }] },
        { op: 'replace', value: { groups: [], meta: {}, schemas: [Urns.user], shoeSize: 46, 'a b': 1 } },
        { op: 'replace', path: 'shoeSize', value: 46 },
        { op: 'remove', path: 'urn:okta:custom:group:1.0:description' },
        { op: 'replace', path: 'ims[type eq "xmpp"].value', value: 'x' },
        { op: 'replace', path: 'emails[type eq "work"].size', value: 'x' },
      ),
    ).toEqual([]);
  });

  it.each<[string, unknown, string, string]>([
    ['no op', { path: 'title' }, 'invalidSyntax', 'operation 1 must be add, replace or remove'],
    ['another op', { op: 'move', path: 'title' }, 'invalidSyntax', 'add, replace or remove'],
    ['a path that is no text', { op: 'add', path: 5, value: 'x' }, 'invalidSyntax', 'path of operation 1'],
    ['a path that is none', { op: 'add', path: 'a..b', value: 'x' }, 'invalidPath', 'a..b'],
    ['three names', { op: 'add', path: 'name.givenName.x', value: 'x' }, 'invalidPath', 'name.givenName.x'],
    ['a comparison for a path', { op: 'add', path: 'userName eq "x"', value: 'x' }, 'invalidPath', 'userName eq'],
    [
      'brackets on an attribute of an extension',
      { op: 'replace', path: 'manager[value eq "x"]', value: {} },
      'invalidPath',
      'manager has no list',
    ],
    ['an open bracket', { op: 'add', path: 'emails[type eq "work"', value: 'x' }, 'invalidPath', 'emails'],
    ['a broken filter', { op: 'add', path: 'emails[type is "work"]', value: {} }, 'invalidFilter', 'position 6'],
    ['an unknown name in brackets', { op: 'add', path: 'emails[size eq "x"]', value: {} }, 'invalidFilter', 'size'],
    ['brackets without a list', { op: 'add', path: 'title[type eq "x"]', value: 'x' }, 'invalidPath', 'title'],
    ['a long path', { op: 'add', path: 'a'.repeat(2_001), value: 'x' }, 'invalidPath', '2001 characters'],
    ['a remove without a path', { op: 'remove', value: { title: 'x' } }, 'noTarget', 'path'],
    ['a value without a path that is no object', { op: 'add', value: 'x' }, 'invalidValue', 'object'],
    ['a list without a path on a user', { op: 'add', value: [{ value: 'u1' }] }, 'invalidValue', 'object'],
    ['a wrong type', { op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue', 'active must be true or false'],
    ['an object for a text', { op: 'replace', path: 'title', value: {} }, 'invalidValue', 'title must be a text'],
    ['a text for an object', { op: 'replace', path: 'name', value: 'Ann' }, 'invalidValue', 'name must be an object'],
    ['two values for one', { op: 'replace', path: 'title', value: ['a', 'b'] }, 'invalidValue', 'a list'],
    ['no userName any more', { op: 'remove', path: 'userName' }, 'mutability', 'userName is required'],
    ['an empty userName', { op: 'replace', value: { userName: '' } }, 'mutability', 'userName is required'],
    [
      'an extension that is no object',
      { op: 'add', path: Urns.enterpriseUser, value: 'x' },
      'invalidValue',
      'enterprise',
    ],
  ])('with %s is refused', (_, operation, scimType, detail) => {
    expect(() => user(operation)).toThrow(refused(scimType, detail));
  });
});

describe('what is refused about an attribute can be excused', () => {
  const excusing = (...Operations: object[]) => {
    const heard: [string, string | undefined][] = [];
    const excuse: Excuse = (path, { scimType }) => void heard.push([printPath(path), scimType]);
    return { operations: readPatchOp({ Operations }, userPatchSchema, { excuse }), heard };
  };
  const title = { op: 'replace', path: { attribute: 'title' }, value: 'CFO' };

  it.each<[string, object, string, string]>([
    ['an object for a text', { op: 'replace', path: 'nickName', value: {} }, 'nickName', 'invalidValue'],
    ['no userName any more', { op: 'remove', path: 'userName' }, 'userName', 'mutability'],
    ['an empty userName', { op: 'replace', value: { userName: '' } }, 'userName', 'mutability'],
    ['two values for one', { op: 'replace', path: 'locale', value: ['a', 'b'] }, 'locale', 'invalidValue'],
    ['a text for an object', { op: 'replace', path: 'name', value: 'Ann' }, 'name', 'invalidValue'],
    ['a part', { op: 'replace', value: { name: { givenName: {} } } }, 'name.givenName', 'invalidValue'],
    ['half a letter', { op: 'add', path: 'nickName', value: '\udc00' }, 'nickName', 'invalidValue'],
    ['what is no text, to remove', { op: 'remove', path: 'emails', value: ['\0'] }, 'emails', 'invalidValue'],
    [
      'an attribute of an extension',
      { op: 'add', value: { [Urns.enterpriseUser]: { department: {} } } },
      `${Urns.enterpriseUser}:department`,
      'invalidValue',
    ],
  ])('%s', (_, operation, path, scimType) => {
    const { operations, heard } = excusing(operation, { op: 'replace', path: 'title', value: 'CFO' });
    expect([operations, heard]).toEqual([[title], [[path, scimType]]]);
  });

  it.each<[string, object, string]>([
    ['a path that is none', { op: 'add', path: 'a..b', value: 'x' }, 'invalidPath'],
    ['a broken filter', { op: 'add', path: 'emails[type is "work"]', value: {} }, 'invalidFilter'],
    ['another op', { op: 'move', path: 'title' }, 'invalidSyntax'],
    ['a missing value', { op: 'replace', path: 'title' }, 'invalidValue'],
    ['activity that is none', { op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue'],
  ])('but not %s', (_, operation, scimType) => {
    expect(() => excusing(operation)).toThrow(refused(scimType, ''));
  });
});

describe('a list that was not sent is not an empty one (rule 12)', () => {
  it.each<[string, unknown, string]>([
    ['no value', { op: 'replace', path: 'members' }, 'no "value"'],
    ['no value to add', { op: 'add', path: 'members' }, 'no "value"'],
    ['an empty object', { op: 'replace', path: 'members', value: {} }, 'empty object'],
    ['an empty object in a list', { op: 'replace', path: 'members', value: [{}] }, 'empty object'],
    ['one among members', { op: 'replace', path: 'members', value: [{ value: 'u1' }, {}] }, 'empty object'],
    ['null in a list', { op: 'replace', path: 'members', value: [null] }, 'needs "value"'],
    ['an empty text in a list', { op: 'add', path: 'members', value: [''] }, 'needs "value"'],
    ['an empty text', { op: 'replace', path: 'members', value: '' }, 'needs "value"'],
    ['an element with an empty value', { op: 'replace', path: 'members', value: [{ value: '' }] }, 'needs "value"'],
    ['an element with null', { op: 'replace', path: 'members', value: [{ value: null }] }, 'needs "value"'],
    ['no path, and an empty object', { op: 'replace', value: { members: [{}] } }, 'empty object'],
    ['no path, and an empty text', { op: 'replace', value: { members: '' } }, 'needs "value"'],
    ['a removal of an empty text', { op: 'remove', path: 'members', value: '' }, '"value"'],
    ['a removal of an empty object', { op: 'remove', path: 'members', value: [{}] }, '"value"'],
    ['a removal of an empty value', { op: 'remove', path: 'members', value: [{ value: '' }] }, '"value"'],
  ])('in a group: %s is refused', (_, operation, detail) => {
    expect(() => group(operation)).toThrow(refused('invalidValue', detail));
  });

  it.each<[string, unknown]>([
    ['a text', { op: 'replace', path: 'nickName' }],
    ['a text to add', { op: 'add', path: 'title' }],
    ['a part', { op: 'replace', path: 'name.givenName' }],
    ['a complex attribute', { op: 'replace', path: 'name' }],
    ['a list', { op: 'replace', path: 'emails' }],
    ['an element', { op: 'replace', path: 'emails[type eq "work"]' }],
    ['a part of elements', { op: 'replace', path: 'emails[type eq "work"].value' }],
    ['an attribute of an extension', { op: 'replace', path: `${Urns.enterpriseUser}:department` }],
    ['the activity', { op: 'replace', path: 'active' }],
  ])('in a user: %s without value is refused', (_, operation) => {
    expect(() => user(operation)).toThrow(refused('invalidValue', 'has no "value"'));
  });

  it('in a user: a list of empty objects is refused, and one of labels without values clears as before', () => {
    expect(() => user({ op: 'replace', path: 'emails', value: [{}] })).toThrow(refused('invalidValue', 'empty object'));
    expect(user({ op: 'replace', path: 'emails', value: null })).toEqual([remove('emails')]);
    expect(user({ op: 'replace', path: 'emails', value: [] })).toEqual([remove('emails')]);
  });

  it('null and [] said outright clear, and add of them adds nothing', () => {
    expect(group({ op: 'replace', path: 'members', value: null })).toEqual([remove('members')]);
    expect(group({ op: 'replace', path: 'members', value: [] })).toEqual([remove('members')]);
    expect(group({ op: 'add', path: 'members', value: [] }, { op: 'add', path: 'members', value: null })).toEqual([]);
    expect(group({ op: 'remove', path: 'members' })).toEqual([remove('members')]);
  });

  it('a removal by the path of the value removes who is named, and is refused where nobody is', () => {
    const one = remove({ attribute: 'members', valueFilter: eq('value', 'u1') });
    expect(group({ op: 'remove', path: 'members.value', value: 'u1' })).toEqual([one]);
    expect(group({ op: 'remove', path: 'members.value', value: [{ value: 'u1' }] })).toEqual([one]);
    expect(() => group({ op: 'remove', path: 'members.value' })).toThrow(refused('mutability', 'members[value eq'));
    expect(user({ op: 'remove', path: 'emails.value', value: 'a@x' })).toEqual([
      remove({ attribute: 'emails', valueFilter: eq('value', 'a@x') }),
    ]);
    expect(user({ op: 'remove', path: 'emails.value' })).toEqual([remove('emails')]);
  });
});

describe('the body of a PATCH', () => {
  it.each([undefined, null, 'x', [], {}, { Operations: {} }, { Operations: 'x' }])('the body %o is refused', (each) => {
    expect(() => readPatchOp(each, userResourceSchema)).toThrow(refused('invalidSyntax', 'Operations'));
  });

  it('may hold 1,000 operations, and no more', () => {
    const operations = Array.from({ length: limits.patchOperations }, (_, i) => ({
      op: 'remove',
      path: `members[value eq "u${i}"]`,
    }));
    expect(group(...operations)).toHaveLength(1_000);
    expect(() => group(...operations, { op: 'add' })).toThrow(refused('invalidValue', '1001 operations; at most 1000'));
  });
});

describe('a text that is too long', () => {
  const long = (characters: number, character = 'x') => character.repeat(characters);

  it.each([
    ['title', 'title', userPatchSchema],
    ['name.givenName', 'name.givenName', userPatchSchema],
    [`${Urns.enterpriseUser}:department`, enterprise('department'), userPatchSchema],
    ['userName', 'userName', userResourceSchema],
    ['displayName', 'displayName', groupResourceSchema],
  ])('stays too long in %s, which who keeps the resource measures', (path, target, schema: ResourceSchema) => {
    const read = (value: string) => readPatchOp(body({ op: 'replace', path, value }), schema);
    expect(read(long(8_193))).toEqual([replace(target, long(8_193))]);
    for (const text of [long(900_000), long(900_000, '😀'), `x${long(900_000, '😀')}`]) {
      const [{ value }] = read(text) as unknown as [{ value: string }]; // a replacement;
      expect([value.length, value.isWellFormed(), Array.from(value).length > 16_384]).toEqual([32_770, true, true]);
    }
  });

  it('is refused where nobody measures it later, in the words of the services', () => {
    const read = (title: string) => readPatchOp(body({ op: 'replace', value: { title } }), userResourceSchema);
    for (const [count, characters] of [
      [8_193, '8193'],
      [16_385, 'more than 16384'],
    ] as const) {
      const detail = `title: it has ${characters} characters, and at most 8192 are allowed.`;
      expect(() => read(long(count))).toThrow(refused('invalidValue', detail));
    }
  });

  it('has more than 8,192 characters, however many units of UTF-16 they take', () => {
    const operation = { op: 'replace', path: 'title', value: long(8_192, '😀') };
    for (const schema of [userResourceSchema, userPatchSchema])
      expect(readPatchOp(body(operation), schema)).toEqual([replace('title', operation.value)]);
  });
});
