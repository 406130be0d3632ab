import { readFilter, Urns, userResourceSchema } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { domainFilter } from './domain-filter.js';

const filter = (text: string) => domainFilter(readFilter(text, userResourceSchema));

describe('a SCIM filter in the domain’s words', () => {
  it.each<[string, object]>([
    ['userName eq "a@example.com"', { is: 'equals', attribute: 'userName', value: 'a@example.com' }],
    [`${Urns.user}:USERNAME Eq "a"`, { is: 'equals', attribute: 'userName', value: 'a' }],
    ['emails eq "a"', { is: 'equals', attribute: 'emails.value', value: 'a' }],
    [
      'emails eq "ann first@example.com"',
      {
        is: 'or',
        of: ['ann first@example.com', 'ann+first@example.com'].map((value) => ({
          is: 'equals',
          attribute: 'emails.value',
          value,
        })),
      },
    ],
    [
      'userName ne "ann first@example.com"',
      { is: 'not-equals', attribute: 'userName', value: 'ann first@example.com' },
    ],
    ['userName eq "Ann Lee"', { is: 'equals', attribute: 'userName', value: 'Ann Lee' }],
    ['title eq "a b@example.com"', { is: 'equals', attribute: 'title', value: 'a b@example.com' }],
    ['active eq true', { is: 'equals', attribute: 'active', value: true }],
    ['title pr', { is: 'present', attribute: 'title' }],
    ['not (title co "a")', { is: 'not', of: { is: 'contains', attribute: 'title', value: 'a' } }],
    [`${Urns.enterpriseUser}:department sw "a"`, { is: 'starts-with', attribute: 'enterprise.department', value: 'a' }],
    [
      'meta.lastModified gt "2026-01-01T00:00:00Z"',
      { is: 'greater', attribute: 'updatedAt', value: '2026-01-01T00:00:00.000Z' },
    ],
    ['meta.created sw "2026"', { is: 'starts-with', attribute: 'createdAt', value: '2026' }],
    [
      'meta.created le "2026-01-01T02:00:00+02:00"',
      { is: 'less-or-equal', attribute: 'createdAt', value: '2026-01-01T00:00:00.000Z' },
    ],
    [
      'emails[type eq "work" and value eq "a"]',
      {
        is: 'some',
        attribute: 'emails',
        where: {
          is: 'and',
          of: [
            { is: 'equals', attribute: 'type', value: 'work' },
            { is: 'equals', attribute: 'value', value: 'a' },
          ],
        },
      },
    ],
    [
      'userName eq "a" or externalId eq "b"',
      {
        is: 'or',
        of: [
          { is: 'equals', attribute: 'userName', value: 'a' },
          { is: 'equals', attribute: 'externalId', value: 'b' },
        ],
      },
    ],
  ])('%s', (text, expected) => {
    expect(filter(text)).toEqual(expected);
  });

  it('never has a character that no service can hold', () => {
    const refusal = expect.objectContaining({ status: 400, scimType: 'invalidFilter' }) as Error;
    expect(() => filter('title eq "\\u0000"')).toThrow(refusal);
  });
});
