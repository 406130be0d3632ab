import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.js';
import { Urns } from '../schemas/urns.js';
import { parseFilter } from './parse-filter.js';

const compare = (attribute: string, operator: string, value: unknown, subAttribute?: string) => ({
  kind: 'compare',
  path: subAttribute === undefined ? { attribute } : { attribute, subAttribute },
  operator,
  value,
});
const present = (attribute: string) => ({ kind: 'present', path: { attribute } });

const refusalOf = (text: string): ScimError => {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
};

describe('the examples of RFC 7644 §3.4.2.2', () => {
  it.each<[string, unknown]>([
    ['userName eq "bjensen"', compare('userName', 'eq', 'bjensen')],
    ['name.familyName co "O\'Malley"', compare('name', 'co', "O'Malley", 'familyName')],
    ['userName sw "J"', compare('userName', 'sw', 'J')],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"',
      { kind: 'compare', path: { schema: Urns.user, attribute: 'userName' }, operator: 'sw', value: 'J' },
    ],
    ['title pr', present('title')],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', compare('meta', 'gt', '2011-05-13T04:42:34Z', 'lastModified')],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', compare('meta', 'ge', '2011-05-13T04:42:34Z', 'lastModified')],
    ['meta.lastModified lt "2011-05-13T04:42:34Z"', compare('meta', 'lt', '2011-05-13T04:42:34Z', 'lastModified')],
    ['meta.lastModified le "2011-05-13T04:42:34Z"', compare('meta', 'le', '2011-05-13T04:42:34Z', 'lastModified')],
    [
      'title pr and userType eq "Employee"',
      { kind: 'and', of: [present('title'), compare('userType', 'eq', 'Employee')] },
    ],
    ['title pr or userType eq "Intern"', { kind: 'or', of: [present('title'), compare('userType', 'eq', 'Intern')] }],
    [
      'schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
      compare('schemas', 'eq', Urns.enterpriseUser),
    ],
    [
      'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
      {
        kind: 'and',
        of: [
          compare('userType', 'eq', 'Employee'),
          { kind: 'or', of: [compare('emails', 'co', 'example.com'), compare('emails', 'co', 'example.org', 'value')] },
        ],
      },
    ],
    [
      'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
      {
        kind: 'and',
        of: [
          compare('userType', 'ne', 'Employee'),
          {
            kind: 'not',
            of: {
              kind: 'or',
              of: [compare('emails', 'co', 'example.com'), compare('emails', 'co', 'example.org', 'value')],
            },
          },
        ],
      },
    ],
    [
      'userType eq "Employee" and (emails.type eq "work")',
      { kind: 'and', of: [compare('userType', 'eq', 'Employee'), compare('emails', 'eq', 'work', 'type')] },
    ],
    [
      'userType eq "Employee" and emails[type eq "work" and value co "@example.com"]',
      {
        kind: 'and',
        of: [
          compare('userType', 'eq', 'Employee'),
          {
            kind: 'valuePath',
            path: { attribute: 'emails' },
            filter: { kind: 'and', of: [compare('type', 'eq', 'work'), compare('value', 'co', '@example.com')] },
          },
        ],
      },
    ],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
      {
        kind: 'or',
        of: [
          {
            kind: 'valuePath',
            path: { attribute: 'emails' },
            filter: { kind: 'and', of: [compare('type', 'eq', 'work'), compare('value', 'co', '@example.com')] },
          },
          {
            kind: 'valuePath',
            path: { attribute: 'ims' },
            filter: { kind: 'and', of: [compare('type', 'eq', 'xmpp'), compare('value', 'co', '@foo.com')] },
          },
        ],
      },
    ],
  ])('%s', (text, expected) => {
    expect(parseFilter(text)).toEqual(expected);
  });
});

describe('a filter', () => {
  it('reads operators in any case', () => {
    expect(parseFilter('a EQ "x" AND b Pr Or NOT (c Sw "y")')).toEqual({
      kind: 'or',
      of: [
        { kind: 'and', of: [compare('a', 'eq', 'x'), present('b')] },
        { kind: 'not', of: compare('c', 'sw', 'y') },
      ],
    });
  });

  it.each<[string, unknown]>([
    ['"a\\"b"', 'a"b'],
    ['"a\\\\b"', 'a\\b'],
    ['"\\u00e4\\n"', 'ä\n'],
    ['"müller"', 'müller'],
    ['""', ''],
    ['"a]b) and (c"', 'a]b) and (c'],
    ['true', true],
    ['False', false],
    ['NULL', null],
    ['0', 0],
    ['-12.5', -12.5],
    ['1e3', 1000],
  ])('reads the value %s', (text, value) => {
    expect(parseFilter(`a eq ${text}`)).toEqual(compare('a', 'eq', value));
  });

  it('takes an escape that JSON does not know as it stands', () => {
    expect(parseFilter(String.raw`a eq "O\'Malley"`)).toEqual(compare('a', 'eq', "O'Malley"));
  });

  it('takes a comparison behind brackets as a part of what stands in them, as Entra writes it', () => {
    expect(parseFilter('emails[type eq "work"].value eq "a@example.com"')).toEqual({
      kind: 'valuePath',
      path: { attribute: 'emails' },
      filter: { kind: 'and', of: [compare('type', 'eq', 'work'), compare('value', 'eq', 'a@example.com')] },
    });
  });

  it('reads attributes that are named like operators', () => {
    expect(parseFilter('not pr and eq eq "x"')).toEqual({
      kind: 'and',
      of: [present('not'), compare('eq', 'eq', 'x')],
    });
  });

  it.each<[string, number | 'end', string]>([
    ['', 'end', 'the name of an attribute'],
    ['userName', 'end', 'an operator'],
    ['userName eq', 'end', 'a value'],
    ['userName is "a"', 10, 'an operator (eq, ne'],
    ['userName eq a', 13, 'a value'],
    ['userName eq "a" userType', 17, '"and", "or" or the end'],
    ['userName eq "a" and', 'end', 'the name of an attribute'],
    ['(userName eq "a"', 'end', '")"'],
    ['userName eq "a")', 16, 'the end of the filter'],
    ['emails[type eq "a"', 'end', '"]"'],
    ['emails[type[a eq "b"]]', 12, 'brackets within brackets'],
    ['"a" eq userName', 1, 'the name of an attribute'],
    ['a.b.c eq "x"', 1, 'the name of an attribute'],
    ['a eq 1e999', 6, 'a smaller number'],
    ['not userName eq "a"', 5, 'an operator'],
  ])('%s is refused with the place and what belongs there', (text, at, expected) => {
    const { status, scimType, detail } = refusalOf(text);
    expect({ status, scimType }).toEqual({ status: 400, scimType: 'invalidFilter' });
    expect(detail).toContain(at === 'end' ? 'at its end' : `at position ${at}:`);
    expect(detail).toContain(expected);
  });

  it.each(['a eq "x', "a eq 'x'", 'a = "x"', 'a eq "x" && b pr', 'é eq "x"'])(
    '%s is refused with the place',
    (text) => {
      expect(refusalOf(text).detail).toMatch(/position \d+/);
    },
  );

  it('never repeats a text of the filter in a refusal: it may be personal', () => {
    expect(refusalOf('userName eq "ann@example.com" "bob@example.com"').detail).not.toContain('@');
  });
});

describe('the limits of a filter', () => {
  const nested = (times: number, open: string, close: string) => `${open.repeat(times)}a pr${close.repeat(times)}`;

  it('takes 2,000 characters and refuses more', () => {
    const of = (length: number) => `a eq "${'x'.repeat(length - 7)}"`;
    expect(of(2_000)).toHaveLength(2_000);
    expect(parseFilter(of(2_000))).toHaveProperty('operator', 'eq');
    expect(refusalOf(of(2_001)).detail).toContain('2001 characters; at most 2000');
  });

  it('takes 100 conditions and refuses more', () => {
    const of = (conditions: number) => Array.from({ length: conditions }, () => 'a pr').join(' or ');
    expect(parseFilter(of(100))).toHaveProperty('kind', 'or');
    expect(refusalOf(of(101)).detail).toContain('101 conditions; at most 100');
    expect(refusalOf(`emails[${of(101)}]`).detail).toContain('101 conditions');
  });

  it('takes ten levels of conditions and refuses more', () => {
    expect(parseFilter(nested(9, 'not (', ')'))).toHaveProperty('kind', 'not');
    expect(refusalOf(nested(10, 'not (', ')')).detail).toContain('10 levels');
  });

  it('does not count parentheses that say nothing, up to 32 of them', () => {
    expect(parseFilter(nested(32, '(', ')'))).toEqual(present('a'));
    expect(refusalOf(nested(33, '(', ')')).detail).toContain('32');
  });

  it('does not take parentheses side by side for nested ones', () => {
    const filter = parseFilter(Array.from({ length: 60 }, () => '(a pr)').join(' or '));
    expect('of' in filter && filter.of).toHaveLength(60);
  });
});
