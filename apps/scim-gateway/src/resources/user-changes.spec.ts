import { readPatchOp, Urns, userResourceSchema } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { userChanges } from './user-changes.js';

const changes = (...Operations: object[]) =>
  userChanges(readPatchOp({ schemas: [Urns.patchOp], Operations }, userResourceSchema));

const isWork = { is: 'equals', attribute: 'type', value: 'work' };

describe('a PATCH as changes of a user', () => {
  it.each<[string, object, object[]]>([
    [
      'Okta deactivates',
      { op: 'replace', value: { active: false } },
      [{ change: 'set', attribute: 'active', value: false }],
    ],
    [
      'Entra deactivates',
      { op: 'Replace', path: 'active', value: 'False' },
      [{ change: 'set', attribute: 'active', value: false }],
    ],
    [
      'a title',
      { op: 'add', path: 'title', value: 'Surveyor' },
      [{ change: 'set', attribute: 'title', value: 'Surveyor' }],
    ],
    ['an empty title', { op: 'replace', path: 'title', value: '' }, [{ change: 'clear', attribute: 'title' }]],
    ['no title any more', { op: 'remove', path: 'title' }, [{ change: 'clear', attribute: 'title' }]],
    [
      'part of a name',
      { op: 'replace', path: 'name.givenName', value: 'Anna' },
      [{ change: 'set', attribute: 'name.givenName', value: 'Anna' }],
    ],
    [
      'a dotted key',
      { op: 'replace', value: { 'name.givenName': 'Anna' } },
      [{ change: 'set', attribute: 'name.givenName', value: 'Anna' }],
    ],
    [
      'a name object',
      { op: 'replace', path: 'name', value: { givenName: 'Anna' } },
      [{ change: 'set', attribute: 'name.givenName', value: 'Anna' }],
    ],
    [
      'the department',
      { op: 'add', path: `${Urns.enterpriseUser}:department`, value: 'Survey' },
      [{ change: 'set', attribute: 'enterprise.department', value: 'Survey' }],
    ],
    [
      'the manager as a text',
      { op: 'add', path: `${Urns.enterpriseUser}:manager`, value: '26' },
      [{ change: 'set', attribute: 'enterprise.manager.value', value: '26' }],
    ],
    [
      'no manager any more',
      { op: 'remove', path: `${Urns.enterpriseUser}:manager` },
      [{ change: 'clear', attribute: 'enterprise.manager' }],
    ],
    [
      'the work address',
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'b@example.com' },
      [{ change: 'change-values', attribute: 'emails', where: isWork, value: { value: 'b@example.com' } }],
    ],
    [
      'no work address any more',
      { op: 'remove', path: 'emails[type eq "work"]' },
      [{ change: 'remove-values', attribute: 'emails', where: isWork }],
    ],
    [
      'part of no value',
      { op: 'remove', path: 'emails[type eq "work"].display' },
      [{ change: 'remove-values', attribute: 'emails', where: isWork, subAttribute: 'display' }],
    ],
    [
      'more phone numbers',
      { op: 'add', path: 'phoneNumbers', value: [{ value: '1', type: 'work' }] },
      [{ change: 'add-values', attribute: 'phoneNumbers', value: [{ value: '1', type: 'work' }] }],
    ],
    [
      'other phone numbers',
      { op: 'replace', path: 'phoneNumbers', value: [{ value: '1' }] },
      [{ change: 'set', attribute: 'phoneNumbers', value: [{ value: '1' }] }],
    ],
    [
      'no phone numbers',
      { op: 'replace', path: 'phoneNumbers', value: [] },
      [{ change: 'clear', attribute: 'phoneNumbers' }],
    ],
    [
      'the value of every address',
      { op: 'replace', path: 'emails.value', value: 'c@example.com' },
      [
        {
          change: 'change-values',
          attribute: 'emails',
          where: { is: 'and', of: [] },
          value: { value: 'c@example.com' },
        },
      ],
    ],
    [
      'a role of Entra',
      { op: 'Add', path: 'roles', value: [{ value: 'viewer' }] },
      [{ change: 'set', attribute: 'userType', value: 'viewer' }],
    ],
    [
      'a role of Entra as JSON',
      { op: 'Add', path: 'roles', value: [{ value: '{"value":"guest"}' }] },
      [{ change: 'set', attribute: 'userType', value: 'guest' }],
    ],
    [
      'the primary role of Entra',
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'admin' },
      [{ change: 'set', attribute: 'userType', value: 'admin' }],
    ],
    [
      'several roles of Entra, of which user-service takes the strongest',
      { op: 'Add', path: 'roles', value: [{ value: 'viewer' }, { value: 'admin' }] },
      [{ change: 'set', attribute: 'userType', value: ['viewer', 'admin'] }],
    ],
    ['no role of Entra', { op: 'remove', path: 'roles' }, []],
    ['what is read-only', { op: 'replace', value: { id: 'x', groups: [] } }, []],
    ['what nobody knows', { op: 'replace', value: { shoeSize: 9 } }, []],
  ])('%s', (_, operation, expected) => {
    expect(changes(operation)).toEqual(expected);
  });

  it('keeps the order, and the last type where several are said', () => {
    const said = changes(
      { op: 'replace', path: 'userType', value: 'viewer' },
      { op: 'replace', path: 'title', value: 'A' },
      { op: 'replace', path: 'userType', value: 'admin' },
    );
    expect(said.map(({ attribute, value }) => [attribute, value])).toEqual([
      ['title', 'A'],
      ['userType', 'admin'],
    ]);
  });
});
