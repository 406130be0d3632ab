import { describe, expect, it } from 'vitest';
import { readBulkRequest } from '../bulk/bulk-request.js';
import { parametersNamed } from '../messages/list-query.js';
import { readPatchOp } from '../patch/read-patch-op.js';
import { groupResourceSchema, userPatchSchema, userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import type { ScimError } from '../errors/scim-error.js';
import { readResource } from './read-resource.js';

const { user: core, enterpriseUser: enterprise } = Urns;
const urn = enterprise.toUpperCase();
const twice = (...names: string[]) =>
  expect.objectContaining({
    status: 400,
    scimType: 'invalidSyntax',
    detail: expect.stringMatching(new RegExp(names.map((name) => `"${name.replaceAll('$', '\\$')}"`).join(' and '))),
  }) as Error;

const user = (of: object) => readResource({ userName: 'ann@example.com', ...of }, userResourceSchema);
const patch = (...Operations: object[]) => readPatchOp({ Operations }, userPatchSchema);
const add = (value: unknown) => patch({ op: 'add', value });

/** Names in any case are the same (RFC 7643 §2.1), wherever names are read. */
const places: readonly (readonly [place: string, read: () => unknown, first: string, other: string])[] = [
  ['a list', () => user({ emails: [{ value: 'a@b.example' }], Emails: [] }), 'emails', 'Emails'],
  ['a text', () => user({ title: 'A', TITLE: 'B' }), 'title', 'TITLE'],
  ['a state', () => user({ active: true, Active: false }), 'active', 'Active'],
  ['a name that is required', () => user({ UserName: 'bo@example.com' }), 'userName', 'UserName'],
  ['an object', () => user({ name: { givenName: 'A' }, Name: { familyName: 'B' } }), 'name', 'Name'],
  ['a part of an object', () => user({ name: { givenName: 'A', GivenName: 'B' } }), 'givenName', 'GivenName'],
  ['a part of an element', () => user({ emails: [{ value: 'a@b.example', VALUE: 'c@d.example' }] }), 'value', 'VALUE'],
  [
    'a part that has two names',
    () => user({ [enterprise]: { manager: { value: 'a', managerId: 'b' } } }),
    'value',
    'managerId',
  ],
  ['an extension', () => user({ [enterprise]: { department: 'A', Department: 'B' } }), 'department', 'Department'],
  [
    'an extension under two URNs',
    () => user({ [enterprise]: { division: 'A' }, [urn]: { Division: 'B' } }),
    'division',
    'Division',
  ],
  [
    'the core schema under its URN',
    () => user({ [core]: { title: 'A' }, [core.toUpperCase()]: { title: 'B' } }),
    'title',
    'title',
  ],
  ['an extension without its URN', () => user({ department: 'A', Department: 'B' }), 'department', 'Department'],
  [
    'a group',
    () => readResource({ displayName: 'Crew', members: [{ value: 'u1' }], Members: null }, groupResourceSchema),
    'members',
    'Members',
  ],
  [
    'a member',
    () => readResource({ displayName: 'Crew', members: [{ value: 'u1', Value: 'u2' }] }, groupResourceSchema),
    'value',
    'Value',
  ],
  ['operations', () => readPatchOp({ Operations: [], operations: [{}] }, userPatchSchema), 'Operations', 'operations'],
  ['op', () => patch({ op: 'add', Op: 'remove', path: 'title', value: 'A' }), 'op', 'Op'],
  ['path', () => patch({ op: 'add', path: 'title', Path: 'nickName', value: 'A' }), 'path', 'Path'],
  ['value', () => patch({ op: 'add', path: 'title', value: 'A', Value: 'B' }), 'value', 'Value'],
  ['a value without a path', () => add({ title: 'A', Title: 'B' }), 'title', 'Title'],
  ['paths in a value', () => add({ 'name.givenName': 'A', 'Name.GivenName': 'B' }), 'name.givenName', 'Name.GivenName'],
  ['a path and its URN in a value', () => add({ title: 'A', [`${core}:title`]: 'B' }), 'title', `${core}:title`],
  ['an extension in a value', () => add({ [enterprise]: { division: 'A', Division: 'B' } }), 'division', 'Division'],
  ['two URNs in a value', () => add({ [enterprise]: { division: 'A' }, [urn]: { division: 'B' } }), enterprise, urn],
  [
    'a value under a URN',
    () => patch({ op: 'add', path: enterprise, value: { division: 'A', Division: 'B' } }),
    'division',
    'Division',
  ],
  [
    'a part in a value',
    () => patch({ op: 'add', path: 'name', value: { givenName: 'A', GivenName: 'B' } }),
    'givenName',
    'GivenName',
  ],
  [
    'a part of an element in a value',
    () => patch({ op: 'add', path: 'emails', value: [{ value: 'a@b.example', type: 'work', Type: 'home' }] }),
    'type',
    'Type',
  ],
  [
    'a value under a filter',
    () => patch({ op: 'replace', path: 'emails[type eq "work"]', value: { display: 'A', Display: null } }),
    'display',
    'Display',
  ],
  [
    'a value to remove',
    () => patch({ op: 'remove', path: 'emails', value: [{ value: 'a', Value: 'b' }] }),
    'value',
    'Value',
  ],
  [
    'operations of a bulk request',
    () => readBulkRequest({ Operations: [], operations: [{}] }),
    'Operations',
    'operations',
  ],
  [
    'failOnErrors',
    () => readBulkRequest({ Operations: [], failOnErrors: 1, FailOnErrors: 2 }),
    'failOnErrors',
    'FailOnErrors',
  ],
  ['a search request', () => parametersNamed({ filter: 'a pr', Filter: 'b pr' }, { in: 'body' }), 'filter', 'Filter'],
];

describe('what is said twice', () => {
  it.each(places)('in %s, with different values, is refused', (_, read, first, other) => {
    expect(read).toThrow(twice(first, other));
  });

  it.each(['method', 'path', 'bulkId', 'version', 'data'])(
    'as %s of a bulk operation is a refusal of that one',
    (name) => {
      const good = { method: 'PUT', path: '/Users/1', bulkId: '1', version: 'W/"1"', data: {} };
      const { operations } = readBulkRequest({
        Operations: [
          { ...good, [name.toUpperCase()]: 'x' },
          { ...good, bulkId: '2' },
        ],
      });
      expect(operations).toMatchObject([{ refusal: { scimType: 'invalidSyntax' } }, { method: 'PUT' }]);
    },
  );

  it.each([
    [
      'the same value',
      { title: 'A', Title: 'A', emails: [{ value: 'a@b.example' }], EMAILS: [{ value: 'a@b.example' }] },
    ],
    [
      'what is not known',
      { color: 'red', Color: 'blue', [enterprise]: { color: 1, COLOR: 2 }, name: { nick: 1, Nick: 2 } },
    ],
    ['what is read-only', { groups: [], Groups: [{ value: 'g' }], id: '1', ID: '2', meta: {}, Meta: { version: 'x' } }],
  ])('is taken where it is %s', (_, of) => {
    expect(user(of)).toBeTypeOf('object');
    expect(add(of)).toBeTypeOf('object');
  });

  it('under two URNs is read as one', () => {
    const read = user({ [enterprise]: { division: 'A' }, [urn]: { department: 'B' } });
    expect(read[enterprise]).toEqual({ division: 'A', department: 'B' });
  });

  it('keeps nobody from leaving: it is excused as a value is, but for the state itself (rule 5)', () => {
    const excused: [string, ScimError][] = [];
    const excuse = (path: { attribute: string }, refusal: ScimError) => void excused.push([path.attribute, refusal]);
    const body = {
      userName: 'ann@example.com',
      UserName: 'bo@example.com',
      active: false,
      title: 'A',
      Title: 'B',
      name: { givenName: 'A', GivenName: 'B', familyName: 'Lee' },
      emails: [{ value: 'a@b.example', Value: 'c@d.example' }],
      nickName: 'Nan',
      [enterprise]: { division: 'A' },
      [urn]: { division: 'B', department: 'C' },
    };
    const kept = { active: false, nickName: 'Nan', name: { familyName: 'Lee' }, [enterprise]: { department: 'C' } };
    expect(readResource(body, userResourceSchema, { excuse })).toEqual({ schemas: [core, enterprise], ...kept });
    const all = ['userName', 'title', 'name', 'emails', 'division'];
    expect(new Set(excused.map(([attribute]) => attribute))).toEqual(new Set(all));
    excused.length = 0;
    const { [urn]: _, ...value } = body;
    const changed = readPatchOp({ Operations: [{ op: 'replace', value }] }, userPatchSchema, { excuse });
    expect(changed.map(({ path }) => path.subAttribute ?? path.attribute)).toEqual([
      'active',
      'familyName',
      'nickName',
      'division',
    ]);
    expect(new Set(excused.map(([attribute]) => attribute))).toEqual(new Set(['userName', 'title', 'name', 'emails']));
    expect(() => readResource({ ...body, Active: true }, userResourceSchema, { excuse })).toThrow(
      twice('active', 'Active'),
    );
  });
});
