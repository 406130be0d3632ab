import { describe, expect, it } from 'vitest';
import { readBulkRequest } from '../bulk/bulk-request.js';
import { ScimError } from '../errors/scim-error.js';
import { readFilter } from '../filter/resolve-filter.js';
import { parametersNamed, readListQuery } from '../messages/list-query.js';
import { assertSchemas } from '../messages/message-schemas.js';
import { parseETagCondition } from '../messages/etag.js';
import { applyPatch } from '../patch/apply-patch.js';
import { readPatchOp } from '../patch/read-patch-op.js';
import { readResource } from '../resource/read-resource.js';
import { groupResourceSchema, userResourceSchema } from '../schemas/resource-schema.js';
import type { UserResource } from '../schemas/resources.js';
import { Urns } from '../schemas/urns.js';
import { leniencies, type LeniencyName } from './leniencies.js';
import type { Leniency } from './leniency.js';

type Read = (leniency: Leniency) => unknown;

const userName = 'ann@example.com';
const schemas = [Urns.user];
const user = (of: object): Read => {
  const body = { schemas, userName, ...of };
  return (leniency) => readResource(body, userResourceSchema, { leniency });
};
const patch =
  (...Operations: object[]): Read =>
  (leniency) =>
    readPatchOp({ schemas: [Urns.patchOp], Operations }, userResourceSchema, { id: 'u1', leniency });
const patchOfGroup =
  (...Operations: object[]): Read =>
  (leniency) =>
    readPatchOp({ schemas: [Urns.patchOp], Operations }, groupResourceSchema, { id: 'g1', leniency });
const filter =
  (text: string): Read =>
  (leniency) =>
    readFilter(text, userResourceSchema, { leniency });
const bulkOperation =
  (operation: object): Read =>
  (leniency) => {
    const [read] = readBulkRequest({ schemas: [Urns.bulkRequest], Operations: [operation] }, { leniency }).operations;
    if (read && 'refusal' in read) throw read.refusal;
    return read;
  };
/** A PATCH that is applied to somebody without a home address. */
const applied =
  (operation: object): Read =>
  (leniency) => {
    const ann: UserResource = { schemas, userName, emails: [{ value: userName, type: 'work' }] };
    const body = { schemas: [Urns.patchOp], Operations: [operation] };
    return applyPatch(ann, readPatchOp(body, userResourceSchema, { leniency }), userResourceSchema);
  };

/** What each leniency is about, in every form in which it comes, and how it is refused without it. */
const pairs: Readonly<Record<Exclude<LeniencyName, 'removedValues'>, readonly [Read, string][]>> = {
  schemasUnsaid: [
    [(leniency) => readResource({ userName }, userResourceSchema, { leniency }), 'invalidValue'],
    [user({ schemas: [Urns.user, 'urn:example:1.0:User'] }), 'invalidValue'],
    [user({ schemas: [Urns.user, Urns.user] }), 'invalidValue'],
    [
      (leniency) => readPatchOp({ Operations: [{ op: 'remove', path: 'title' }] }, userResourceSchema, { leniency }),
      'invalidValue',
    ],
    [(leniency) => readBulkRequest({ Operations: [] }, { leniency }), 'invalidValue'],
    [(leniency) => assertSchemas({ filter: 'title pr' }, { of: Urns.searchRequest }, leniency), 'invalidValue'],
    [(leniency) => assertSchemas({ schemas: [{ toString: 1 }] }, { of: Urns.searchRequest }, leniency), 'invalidValue'],
  ],
  scim1Urns: [
    [user({ 'urn:scim:schemas:extension:enterprise:1.0': { department: 'Survey' } }), 'invalidValue'],
    [user({ 'urn:scim:schemas:core:1.0': { title: 'Guide' } }), 'invalidValue'],
    [filter('urn:scim:schemas:core:1.0:userName eq "a"'), 'invalidFilter'],
    [patch({ op: 'replace', path: 'urn:scim:schemas:core:1.0:title', value: 'Guide' }), 'invalidPath'],
  ],
  booleansAsText: [
    [user({ active: 'True' }), 'invalidValue'],
    [patch({ op: 'replace', path: 'active', value: 'False' }), 'invalidValue'],
    [filter('active eq "true"'), 'invalidFilter'],
  ],
  scalarsAsText: [
    [user({ title: 5 }), 'invalidValue'],
    [patch({ op: 'replace', path: 'title', value: 5 }), 'invalidValue'],
    [filter('title eq 5'), 'invalidFilter'],
  ],
  singleValueForList: [
    [user({ emails: { value: userName } }), 'invalidValue'],
    [patch({ op: 'replace', path: 'emails', value: { value: userName } }), 'invalidValue'],
  ],
  bareValues: [
    [user({ emails: [userName] }), 'invalidValue'],
    [user({ [Urns.enterpriseUser]: { manager: '26' } }), 'invalidValue'],
    [patch({ op: 'add', path: `${Urns.enterpriseUser}:manager`, value: '26' }), 'invalidValue'],
  ],
  rolesAsJson: [
    [user({ roles: ['{"value":"admin"}'] }), 'invalidValue'],
    [user({ roles: [{ value: '{"value":"admin"}' }] }), 'invalidValue'],
    [patch({ op: 'add', path: 'roles', value: ['{"value":"admin"}'] }), 'invalidValue'],
  ],
  unknownPaths: [
    [patch({ op: 'replace', path: 'shoeSize', value: 46 }), 'invalidPath'],
    [patch({ op: 'replace', path: 'name.nickName', value: 'x' }), 'invalidPath'],
    [patch({ op: 'replace', path: 'emails[type eq "work"].size', value: 'x' }), 'invalidPath'],
    [patch({ op: 'replace', path: 'my own attribute', value: 'x' }), 'invalidPath'],
    [patch({ op: 'replace', value: { shoeSize: 46 } }), 'invalidPath'],
    [patch({ op: 'replace', value: { [Urns.enterpriseUser]: { shoeSize: 46 } } }), 'invalidPath'],
  ],
  extensionWithoutUrn: [
    [user({ department: 'Survey' }), 'invalidValue'],
    [patch({ op: 'replace', path: 'department', value: 'Survey' }), 'invalidPath'],
    [patch({ op: 'replace', value: { department: 'Survey' } }), 'invalidPath'],
    [filter('manager.value eq "26"'), 'invalidFilter'],
    [(leniency) => readListQuery({ sortBy: 'department' }, userResourceSchema, { leniency }), 'invalidValue'],
  ],
  readOnlyIgnored: [
    [patch({ op: 'replace', path: 'groups', value: [] }), 'mutability'],
    [patch({ op: 'remove', path: 'meta' }), 'mutability'],
    [patchOfGroup({ op: 'replace', path: 'members[value eq "u1"].display', value: 'x' }), 'mutability'],
  ],
  managerId: [
    [user({ [Urns.enterpriseUser]: { manager: { managerId: '26' } } }), 'invalidValue'],
    [patch({ op: 'add', path: `${Urns.enterpriseUser}:manager`, value: { managerId: '26' } }), 'invalidValue'],
  ],
  coreUrnAsObject: [
    [user({ [Urns.user]: { title: 'Guide' } }), 'invalidValue'],
    [patch({ op: 'replace', value: { [Urns.user]: { title: 'Guide' } } }), 'invalidValue'],
    [patch({ op: 'replace', path: Urns.user, value: { title: 'Guide' } }), 'invalidPath'],
  ],
  looseEscapes: [[filter('title eq "O\\\'Malley"'), 'invalidFilter']],
  literalsInAnyCase: [
    [filter('active eq True'), 'invalidFilter'],
    [filter('title eq NULL'), 'invalidFilter'],
  ],
  looseTimes: ['2026-01-31', '2026-01-31T08:00Z', '2026-01-31T08:00:00+0100', '2026-01-31T08:00:00 01:00'].map(
    (time): [Read, string] => [filter(`meta.created gt "${time}"`), 'invalidFilter'],
  ),
  comparisonAfterBrackets: [[filter('emails[type eq "work"].value eq "x"'), 'invalidFilter']],
  parametersInAnyCase: [
    [(leniency) => parametersNamed({ Filter: 'title pr' }, { in: 'address', leniency }), 'invalidValue'],
    [(leniency) => parametersNamed({ startindex: '2' }, { in: 'address', leniency }), 'invalidValue'],
  ],
  emptyParameters: [
    [(leniency) => parametersNamed({ filter: '' }, { in: 'address', leniency }), 'invalidValue'],
    [(leniency) => parametersNamed({ sortBy: ['  '] }, { in: 'address', leniency }), 'invalidValue'],
    [(leniency) => parametersNamed({ Attributes: '' }, { in: 'body', leniency }), 'invalidValue'],
  ],
  opInAnyCase: [[patch({ op: 'Replace', path: 'title', value: 'Guide' }), 'invalidSyntax']],
  noOperations: [[patch(), 'invalidSyntax']],
  dottedKeys: [
    [patch({ op: 'replace', value: { 'name.givenName': 'Ann' } }), 'invalidPath'],
    [patch({ op: 'replace', value: { [`${Urns.user}:title`]: 'Guide' } }), 'invalidPath'],
    [patch({ op: 'replace', value: { 'emails[type eq "work"].value': userName } }), 'invalidPath'],
  ],
  bareArrays: [[patchOfGroup({ op: 'add', value: [{ value: 'u1' }] }), 'invalidValue']],
  extensionAsPath: [
    [patch({ op: 'add', path: Urns.enterpriseUser, value: { department: 'Survey' } }), 'invalidPath'],
    [patch({ op: 'remove', path: Urns.enterpriseUser }), 'invalidPath'],
  ],
  arrayOfOne: [
    [user({ title: ['Guide'] }), 'invalidValue'],
    [patch({ op: 'replace', path: 'emails[type eq "work"].value', value: [userName] }), 'invalidValue'],
    [patch({ op: 'replace', path: 'title', value: ['Guide'] }), 'invalidValue'],
  ],
  removeWithValues: [[patchOfGroup({ op: 'remove', path: 'members', value: [{ value: 'u1' }] }), 'invalidSyntax']],
  elementFromFilter: [
    [applied({ op: 'replace', path: 'emails[type eq "home"].value', value: 'ann@home.example' }), 'noTarget'],
    [applied({ op: 'replace', path: 'emails[type eq "home"]', value: { value: 'ann@home.example' } }), 'noTarget'],
  ],
  equalId: [
    [patch({ op: 'replace', value: { id: 'u1', title: 'Guide' } }), 'mutability'],
    [patch({ op: 'replace', path: 'id', value: 'u1' }), 'mutability'],
  ],
  methodInAnyCase: [[bulkOperation({ method: 'Delete', path: '/Users/1' }), 'invalidSyntax']],
  bulkPaths: [
    [bulkOperation({ method: 'POST', path: 'Users', bulkId: 'a', data: {} }), 'invalidSyntax'],
    [bulkOperation({ method: 'DELETE', path: '/users/1' }), 'invalidSyntax'],
    [bulkOperation({ method: 'POST', path: '/Users', data: {} }), 'invalidSyntax'],
  ],
  bareTags: [
    [(leniency) => parseETagCondition('3', { leniency }), 'invalidValue'],
    [(leniency) => parseETagCondition('"*"', { leniency }), 'invalidValue'],
    [(leniency) => parseETagCondition('W/"3", 4', { leniency }), 'invalidValue'],
  ],
};
const all = Object.entries(pairs).flatMap(([name, forms]) =>
  forms.map(([read, scimType], at) => [`${name}, ${at + 1}`, name, read, scimType] as const),
);

/** The names of leniencies that stand in the way of a strict token are said in the refusal, except by paths that are unknown. */
const saysItself = (name: string) => !['scim1Urns', 'elementFromFilter', 'extensionWithoutUrn'].includes(name);

describe('a leniency', () => {
  it.each(all)('is taken from every other token: %s', (_, __, read) => {
    expect(() => read('named')).not.toThrow();
  });

  it.each(all)('is refused with a strict token: %s', (_, name, read, scimType) => {
    const refusal = (() => {
      try {
        return read('none');
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(ScimError);
    expect(refusal).toMatchObject({ status: 400, scimType });
    if (saysItself(name)) expect((refusal as ScimError).detail).toContain(`the leniency ${name} is off`);
  });

  it('that removes an element with its value is none: a strict token removes the value alone', () => {
    const remove = patch({ op: 'remove', path: 'emails[type eq "work"].value' });
    expect(remove('named')).toMatchObject([{ op: 'remove', path: { attribute: 'emails' } }]);
    expect(remove('none')).toMatchObject([{ op: 'remove', path: { attribute: 'emails', subAttribute: 'value' } }]);
  });

  it('has a pair here, each', () => {
    expect([...Object.keys(pairs), 'removedValues'].toSorted()).toEqual(Object.keys(leniencies).toSorted());
  });
});

describe('what the standard has', () => {
  it.each<[string, Read]>([
    [
      'a whole user, with names in any case, nulls, read-only and unknown attributes',
      user({ ID: 'x', TITLE: null, meta: {}, groups: [{ value: 'g' }], shoeSize: 46, emails: [], active: true }),
    ],
    ['an extension', user({ schemas: [Urns.user, Urns.enterpriseUser], [Urns.enterpriseUser]: { department: 'A' } })],
    [
      'schemas in any order (RFC 7643 §3)',
      user({ schemas: [Urns.enterpriseUser, Urns.user], [Urns.enterpriseUser]: { department: 'A' } }),
    ],
    ['one value that is added', patch({ op: 'add', path: 'emails', value: { value: userName } })],
    [
      'a value under a filter that is added',
      applied({ op: 'add', path: 'emails[type eq "home"].value', value: 'a@b.example' }),
    ],
    [
      'names for display in a value',
      patchOfGroup({ op: 'add', path: 'members', value: [{ value: 'u1', display: 'Ann' }] }),
    ],
    [
      'an extension in a value without a path',
      patch({ op: 'add', value: { schemas: [], [Urns.enterpriseUser]: { department: 'A' } } }),
    ],
    ['a path with the URN of the core schema', patch({ op: 'replace', path: `${Urns.user}:title`, value: 'Guide' })],
    ['an unassigned value', patch({ op: 'replace', path: 'title', value: null })],
    ['times', filter('meta.created gt "2026-01-31T08:00:00.5+01:00" and meta.lastModified le "2026-01-31T08:00:00"')],
    ['operators in any case', filter('USERNAME Eq "a" AND NOT (emails[type eq "work" and value co "x"])')],
    ['an empty cursor', (leniency) => parametersNamed({ cursor: '' }, { in: 'address', leniency })],
    ['any version', (leniency) => parseETagCondition('*', { leniency })],
    ['versions', (leniency) => parseETagCondition('W/"3", "4"', { leniency })],
    ['a bulk operation', bulkOperation({ method: 'POST', path: '/Users', bulkId: 'a', data: {} })],
  ])('is taken with a strict token: %s', (_, read) => {
    expect(() => read('none')).not.toThrow();
    expect(read('none')).toEqual(read('named'));
  });
});
