import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserResource } from '../schemas/resources.js';
import { userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { applyPatch } from './apply-patch.js';
import { readPatchOp } from './read-patch-op.js';

/*
 * What must be true of RFC 7644 §3.5.2 whatever the resource and the value. tests/properties holds production to `applyPatch`, so what
 * is true of the one is true of the other.
 */

const word = fc.constantFrom('a', 'A', 'b', 'c', 'ΑΣ');
const element = fc.record({ value: word, type: fc.constantFrom('work', 'home'), display: word });
/** A list as it is kept: no value comes twice in it, whatever its case. */
const elements = fc.uniqueArray(element, { maxLength: 3, selector: ({ value }) => value.toLowerCase() });
const lists = ['emails', 'phoneNumbers'] as const;
const simple = ['title', 'nickName', 'displayName', 'externalId', 'timezone', 'name.givenName'] as const;
const ofExtension = ['department', 'employeeNumber', 'manager.value'].map((each) => `${Urns.enterpriseUser}:${each}`);
const single = fc.constantFrom<string>(...simple, ...ofExtension);
const listName = fc.constantFrom<string>(...lists);

const anyUser = fc
  .tuple(
    fc.record(
      {
        title: word,
        nickName: word,
        name: fc.record({ givenName: word, familyName: word }),
        emails: elements,
        phoneNumbers: elements,
      },
      { requiredKeys: [] },
    ),
    fc.option(fc.record({ department: word, employeeNumber: word }, { requiredKeys: ['department'] })),
  )
  .map(([of, enterprise]): UserResource => {
    const { emails = [], phoneNumbers = [], ...rest } = of;
    return {
      schemas: enterprise ? [Urns.user, Urns.enterpriseUser] : [Urns.user],
      userName: 'ann@example.com',
      ...rest,
      ...(emails.length > 0 ? { emails } : {}),
      ...(phoneNumbers.length > 0 ? { phoneNumbers } : {}),
      ...(enterprise ? { [Urns.enterpriseUser]: enterprise } : {}),
    };
  });

type Operation = Readonly<Record<string, unknown>>;
const patched = (user: UserResource, ...Operations: Operation[]) =>
  applyPatch(user, readPatchOp({ schemas: [Urns.patchOp], Operations }, userResourceSchema), userResourceSchema);

const toOne = fc.tuple(single, word).map(([path, value]): Operation => ({ op: 'add', path, value }));
const toList = fc.tuple(listName, elements).map(([path, value]): Operation => ({ op: 'add', path, value }));
const byFilter = fc
  .tuple(listName, fc.constantFrom('value', 'display'), word, word)
  .map(([list, part, of, value]): Operation => ({ op: 'add', path: `${list}[value eq "${of}"].${part}`, value }));
const withoutPath = fc
  .tuple(word, elements)
  .map(([title, emails]): Operation => ({ op: 'add', value: { title, emails, 'name.familyName': title } }));
const addition = fc.oneof(toOne, toList, withoutPath);
const change = fc.oneof(
  addition,
  byFilter.filter(({ path }) => String(path).endsWith('display')),
);

describe('PATCH', () => {
  it('adds twice what it adds once', () => {
    fc.assert(
      fc.property(anyUser, fc.array(change, { minLength: 1, maxLength: 3 }), (user, additions) => {
        const once = patched(user, ...additions.slice(0, 1));
        expect(patched(once, ...additions.slice(0, 1))).toBe(once); // not even another object: no version for it
      }),
    );
  });

  it('changes nothing by adding, or replacing by, what is there (RFC 7644 §3.5.2.1)', () => {
    fc.assert(
      fc.property(anyUser, fc.constantFrom('add', 'replace'), (user, op) => {
        for (const [path, value] of Object.entries(user)) {
          if (path === 'schemas') continue;
          expect(patched(user, { op, path, value })).toBe(user);
          expect(patched(user, { op, value: { [path]: value } })).toBe(user);
        }
      }),
    );
  });

  it('takes away what it has added to a list, and nothing else', () => {
    fc.assert(
      fc.property(anyUser, listName, word, (user, path, type) => {
        const added = patched(user, { op: 'add', path, value: [{ value: 'new', type }] });
        expect(patched(added, { op: 'remove', path: `${path}[value eq "new"]` })).toEqual(user);
      }),
    );
  });

  it('leaves nothing of an attribute that it removes, so that to remove it once more does nothing', () => {
    fc.assert(
      fc.property(anyUser, fc.oneof(single, listName), (user, path) => {
        const removed = patched(user, { op: 'remove', path });
        expect(patched(removed, { op: 'remove', path })).toBe(removed);
      }),
    );
  });

  it('replaces as it removes and adds', () => {
    const value = fc.oneof(
      fc.tuple(single, word as fc.Arbitrary<unknown>),
      fc.tuple(listName, elements.filter(({ length }) => length > 0) as fc.Arbitrary<unknown>),
    );
    fc.assert(
      fc.property(anyUser, value, (user, [path, to]) => {
        const replaced = patched(user, { op: 'replace', path, value: to });
        expect(replaced).toEqual(patched(user, { op: 'remove', path }, { op: 'add', path, value: to }));
        expect(patched(replaced, { op: 'replace', path, value: to })).toBe(replaced);
      }),
    );
  });

  it('does the same in any order to different attributes', () => {
    const paths = fc.uniqueArray(fc.oneof(single, listName), { minLength: 2, maxLength: 4 });
    const to = fc.tuple(fc.constantFrom('add', 'replace', 'remove'), word, elements);
    fc.assert(
      fc.property(anyUser, paths, to, (user, all, [op, text, list]) => {
        const operations = all.map((path) => {
          const value = lists.some((each) => each === path) ? list : text;
          return op === 'remove' ? { op, path } : { op, path, value };
        });
        expect(patched(user, ...operations)).toEqual(patched(user, ...operations.toReversed()));
      }),
    );
  });

  it('is its operations one after the other', () => {
    fc.assert(
      fc.property(anyUser, fc.array(change, { maxLength: 4 }), (user, operations) => {
        const oneByOne = operations.reduce<UserResource>((each, operation) => patched(each, operation), user);
        expect(patched(user, ...operations)).toEqual(oneByOne);
      }),
    );
  });

  it('has one primary value at most, whatever it adds', () => {
    const marked = fc
      .tuple(listName, element)
      .map(([path, value]): Operation => ({ op: 'add', path, value: [{ ...value, primary: true }] }));
    fc.assert(
      fc.property(anyUser, fc.array(marked, { minLength: 1, maxLength: 4 }), (user, operations) => {
        const after = patched(user, ...operations);
        for (const list of lists)
          expect((after[list] ?? []).filter(({ primary }) => primary === true).length).toBeLessThan(2);
      }),
    );
  });
});
