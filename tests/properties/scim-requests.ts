import { Urns } from '@rollcall/scim';
import fc from 'fast-check';

/**
 * Users, PATCH requests and filters as an identity provider may send them. Few names and few values, so that they meet each other often.
 *
 * What these requests never hold, because the standard does not decide it or another spec does:
 * - passwords (the gateway takes them out of the body before it is read) and roles (another way to say `userType`: user-changes.spec);
 * - U+0000 and halves of surrogate pairs (refused, as the database cannot hold them), more values and longer texts than are kept;
 * - names that rule 2 refuses, time zones and languages that rule 4 writes otherwise.
 */

type Json = Record<string, unknown>;

/**
 * Texts that differ in case, composition or width only; letters whose lower case is longer, or depends on where they stand; and letters
 * that come in another order by UTF-16 than by code points.
 */
export const word = fc.constantFrom(
  'a',
  'A',
  'b',
  'work',
  'WORK',
  'home',
  'ΑΣ',
  'ας',
  'İ',
  'i̇',
  'ß',
  'a"b\\c',
  'True',
  '1',
  'u\u0308',
  '\u00FC',
  'ı',
  'Ａ',
  '豈',
  '𐐀',
  '𐐨',
);
export const address = fc.constantFrom(
  'ann@example.com',
  'Ann@Example.com',
  'a.lee@home.example',
  'ΑΣ@example.com',
  'ju\u0308rgen@example.com',
  'J\u00DCRGEN@example.com',
  'ａｎｎ@example.com',
  'jım@example.com',
  'jim@example.com',
);
export const label = fc.constantFrom('work', 'Work', 'home', 'other');
const flag = fc.constantFrom<unknown>(true, false, 'True', 'false');
const nothing = fc.constantFrom<unknown>(null, '', []);

const element = fc.record(
  { value: fc.oneof(address, word), type: label, display: word, primary: flag },
  { requiredKeys: [] },
);
const postal = fc.record(
  { value: word, formatted: word, locality: word, postalCode: fc.oneof(word, fc.nat(9)), type: label, primary: flag },
  { requiredKeys: [] },
);
const lists: Readonly<Record<string, fc.Arbitrary<object>>> = {
  emails: element,
  phoneNumbers: element,
  addresses: postal,
};
const parts = ['value', 'type', 'display', 'primary', 'locality', 'formatted'] as const;
const names = ['formatted', 'givenName', 'familyName', 'middleName'] as const;
const texts = ['displayName', 'nickName', 'title', 'profileUrl', 'externalId', 'userType'] as const;
const ofEnterprise = ['department', 'division', 'employeeNumber'] as const;

const name = fc.record({ givenName: word, familyName: word, formatted: word, middleName: word }, { requiredKeys: [] });
const manager = fc.oneof(
  word,
  fc.record({ value: word, displayName: word }, { requiredKeys: [] }),
  fc.record({ managerId: word }),
);
const enterprise = fc.record(
  { department: word, division: word, employeeNumber: fc.oneof(word, fc.nat(9)), manager },
  { requiredKeys: [] },
);
export const userName = fc
  .tuple(fc.constantFrom('ann', 'Ann', 'bob', 'zo\u00EB', 'zoe\u0308', 'ΑΣ', 'ａｎｎ', 'jım', '𐐀'), fc.nat(99))
  .map(([person, n]) => `${person}.${n}@example.com`);

/** The body of a POST. */
export const anyUserBody: fc.Arbitrary<Json & { readonly userName: string }> = fc
  .tuple(
    userName,
    fc.record(
      {
        name,
        ...Object.fromEntries(texts.map((each) => [each, word])),
        active: flag,
        emails: fc.array(element, { maxLength: 3 }),
        phoneNumbers: fc.array(element, { maxLength: 3 }),
        addresses: fc.array(postal, { maxLength: 2 }),
        [Urns.enterpriseUser]: enterprise,
      },
      { requiredKeys: [] },
    ),
  )
  .map(([of, rest]) => ({ schemas: [Urns.user], userName: of, ...rest }));

export const inSomeCase = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.constantFrom('', '', '', 'lower', 'upper'))
    .map(([each, how]) => (how === '' ? each : how === 'lower' ? each.toLowerCase() : each.toUpperCase()));

export const quoted = (value: unknown) => JSON.stringify(value);
export const operator = fc.constantFrom('eq', 'eq', 'eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ');
const comparisonOfPart = fc.oneof(
  fc
    .tuple(fc.constantFrom('value', 'type', 'display', 'Type'), operator, fc.oneof(address, label, word))
    .map(([part, how, value]) => `${part} ${how} ${quoted(value)}`),
  fc
    .tuple(fc.constantFrom('eq', 'ne'), fc.constantFrom('true', 'false', '"True"', 'null'))
    .map(([how, value]) => `primary ${how} ${value}`),
  fc.constantFrom(...parts.map((part) => `${part} pr`), 'type eq null', 'value ne null'),
);
export const joined = (of: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 4, arbitrary: of },
    fc.tuple(of, fc.constantFrom(' and ', ' or '), of).map((each) => each.join('')),
    of.map((each) => `not (${each})`),
    fc.tuple(of, of, of).map(([one, other, third]) => `${one} and (${other} or not (${third}))`),
  );
/** What stands in the brackets of a path. */
export const anyElementFilter = joined(comparisonOfPart);

const listName = fc.constantFrom(...Object.keys(lists));
const partOfList = fc.tuple(listName, fc.constantFrom(...parts)).map((each) => each.join('.'));
const withFilter = fc
  .tuple(listName, anyElementFilter, fc.option(fc.constantFrom(...parts)))
  .map(([list, filter, part]) => `${list}[${filter}]${part === null ? '' : `.${part}`}`);
const extensionPath = fc
  .constantFrom(...ofEnterprise, 'manager', 'manager.value', 'manager.displayName', 'manager.$ref')
  .map((each) => `${Urns.enterpriseUser}:${each}`);
const corePath = fc.oneof(
  inSomeCase(fc.constantFrom<string>(...texts, 'active', 'userName', 'name', ...names.map((each) => `name.${each}`))),
  inSomeCase(listName),
  inSomeCase(partOfList),
  withFilter,
);
const ignoredPath = fc.constantFrom('id', 'meta', 'groups', 'shoeSize', 'urn:example:1.0:X:a', 'name.nick', 'schemas');
const anyPath = fc.oneof(
  { weight: 6, arbitrary: corePath },
  { weight: 1, arbitrary: corePath.map((path) => `${Urns.user}:${path}`) },
  { weight: 2, arbitrary: extensionPath },
  { weight: 1, arbitrary: ignoredPath },
);

/** A value that may fit the path, and may not: every attribute gets every kind now and then. */
function valueFor(path: string): fc.Arbitrary<unknown> {
  const said = path.toLowerCase();
  const list = Object.keys(lists).find((each) => new RegExp(`(^|:)${each}`, 'i').test(path));
  const fitting = list === undefined ? valueOfSingle(said) : valueOfList(said, lists[list] ?? element);
  return fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: nothing }, { weight: 1, arbitrary: word });
}

function valueOfList(said: string, of: fc.Arbitrary<object>): fc.Arbitrary<unknown> {
  if (said.endsWith('.primary')) return flag;
  if (/\.[a-z]+$/.test(said)) return fc.oneof(address, word, fc.nat(9));
  return fc.oneof(of, fc.array(of, { maxLength: 3 }), word, fc.array(word, { maxLength: 2 }));
}

function valueOfSingle(said: string): fc.Arbitrary<unknown> {
  if (said.endsWith('active')) return flag;
  if (said.endsWith('username')) return userName;
  if (/(^|:)name$/.test(said)) return name;
  if (said.endsWith(':manager')) return manager;
  return fc.oneof(word, fc.nat(9), fc.array(word, { minLength: 1, maxLength: 1 }));
}

const said = (path: fc.Arbitrary<string>) => path.chain((each) => fc.tuple(fc.constant(each), valueFor(each)));

const withPath = fc
  .tuple(fc.constantFrom('add', 'replace', 'Replace', 'REMOVE', 'remove'), said(anyPath), fc.boolean())
  .map(([op, [path, value], says]) =>
    // `removeWithValues` is a leniency; most name no value
    op.toLowerCase() === 'remove' && !says ? { op, path } : { op, path, value },
  );
const removalByValue = fc
  .tuple(
    fc.constantFrom('emails', 'phoneNumbers'),
    fc.array(fc.record({ value: fc.oneof(address, word) }), { maxLength: 2 }),
  )
  .map(([path, value]) => ({ op: 'Remove', path, value }));
const withoutPath = fc
  .tuple(
    fc.constantFrom('add', 'Replace'),
    fc.array(
      said(
        fc.oneof(
          corePath,
          extensionPath,
          ignoredPath.filter((path) => path !== 'id'),
        ),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([op, entries]) => ({ op, value: Object.fromEntries(entries) }));
const wholeExtension = fc
  .tuple(
    fc.constantFrom('add', 'replace', 'remove'),
    fc.oneof({ weight: 5, arbitrary: enterprise }, nothing),
    fc.boolean(),
  )
  .map(([op, value, asPath]) =>
    asPath || op === 'remove'
      ? { op, path: Urns.enterpriseUser, ...(op === 'remove' ? {} : { value }) }
      : { op, value: { [Urns.enterpriseUser]: value } },
  );

/** The body of a PATCH. */
export const anyPatch: fc.Arbitrary<Json> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: withPath },
      { weight: 2, arbitrary: withoutPath },
      { weight: 1, arbitrary: removalByValue },
      { weight: 1, arbitrary: wholeExtension },
    ),
    { maxLength: 4 },
  )
  .map((Operations) => ({ schemas: [Urns.patchOp], Operations }));

const textPath = fc.oneof(
  inSomeCase(fc.constantFrom('userName', 'id', ...texts, ...names.map((each) => `name.${each}`))),
  fc
    .constantFrom(...ofEnterprise, 'manager', 'manager.value', 'manager.displayName')
    .map((each) => `${Urns.enterpriseUser}:${each}`),
  fc.constantFrom('emails', 'emails.value', 'phoneNumbers.type', 'EMAILS.display', 'addresses.locality'),
);
export const comparisonOfUser = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(textPath, operator, fc.oneof(word, address, userName))
      .map(([path, how, value]) => `${path} ${how} ${quoted(value)}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.oneof(textPath, listName, fc.constantFrom('name', 'active', 'emails.primary')),
        fc.constantFrom('pr', 'eq null', 'ne null'),
      )
      .map((each) => each.join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('active', 'emails.primary'),
        fc.constantFrom('eq', 'ne'),
        fc.constantFrom('true', 'false', '"False"'),
      )
      .map((each) => each.join(' ')),
  },
  { weight: 2, arbitrary: fc.tuple(listName, anyElementFilter).map(([list, filter]) => `${list}[${filter}]`) },
);
/** A filter on users; `meta` and what no domain has are asked for by `anyServedFilter`. */
export const anyUserFilter = joined(comparisonOfUser);
