import { everything, nothing } from '@rollcall/contracts';
import { groupResourceSchema, readFilter, Urns, userResourceSchema } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { searchFilter, translated } from './search-filter.js';

const base = 'https://scim.example/scim/v2';
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const users = (text: string) => translated(readFilter(text, userResourceSchema), 'User', base);
const groups = (text: string) => translated(readFilter(text, groupResourceSchema), 'Group', base);

describe('a filter on users', () => {
  it.each<[string, object]>([
    [`schemas eq "${Urns.user}"`, everything],
    [`schemas eq "${Urns.enterpriseUser}"`, { is: 'present', attribute: 'enterprise' }],
    [`schemas ne "${Urns.enterpriseUser}"`, { is: 'not', of: { is: 'present', attribute: 'enterprise' } }],
    ['schemas eq "urn:x"', nothing],
    ['meta.resourceType eq "User"', everything],
    ['meta.resourceType eq "user"', nothing],
    ['meta pr', everything],
    [
      `meta.location eq "${base}/Users/${id}"`,
      {
        is: 'equals',
        attribute: 'id',
        value: `${base}/Users/${id}`,
        within: { before: `${base}/Users/`, after: '' },
      },
    ],
    [
      'meta.version eq "W/\\"3\\""',
      { is: 'equals', attribute: 'version', value: 'W/"3"', within: { before: 'W/"', after: '"' } },
    ],
  ])('%s', (text, expected) => {
    expect(users(text)).toEqual({ filter: expected, subqueries: [] });
  });

  it('asks the owner of teams about groups, and negates what it is told', () => {
    const text = 'active eq true and groups.display ne "Crew"';
    const { filter, subqueries } = users(text);
    const crew = { is: 'equals', attribute: 'displayName', value: 'Crew' };
    expect(subqueries).toEqual([{ of: 'members-of-teams', filter: crew }]);
    const active = { is: 'equals', attribute: 'active', value: true };
    const not = (values: string[]) => ({ is: 'not', of: { is: 'one-of', attribute: 'id', values } });
    expect(filter).toEqual({ is: 'and', of: [active, not([])] });
    expect(searchFilter(readFilter(text, userResourceSchema), 'User', base, [[id]])).toEqual({
      is: 'and',
      of: [active, not([id])],
    });
  });

  it('asks all conditions in brackets of one group', () => {
    const { subqueries } = users(`groups[value eq "${id}" and type eq "direct" and not (display sw "x")]`);
    expect(subqueries).toEqual([
      {
        of: 'members-of-teams',
        filter: {
          is: 'and',
          of: [
            { is: 'equals', attribute: 'id', value: id },
            everything,
            { is: 'not', of: { is: 'starts-with', attribute: 'displayName', value: 'x' } },
          ],
        },
      },
    ]);
  });
});

describe('a filter on groups', () => {
  it.each<[string, object]>([
    [
      `id eq "${id}" and members eq "${id}"`,
      {
        is: 'and',
        of: [
          { is: 'equals', attribute: 'id', value: id },
          { is: 'some', attribute: 'members', where: { is: 'equals', attribute: 'value', value: id } },
        ],
      },
    ],
    ['members pr', { is: 'some', attribute: 'members', where: everything }],
    [
      'members eq null',
      { is: 'not', of: { is: 'some', attribute: 'members', where: { is: 'present', attribute: 'value' } } },
    ],
    ['members.type ne "User"', { is: 'not', of: { is: 'some', attribute: 'members', where: everything } }],
  ])('%s', (text, expected) => {
    expect(groups(text)).toEqual({ filter: expected, subqueries: [] });
  });

  it('asks the owner of users about the names of members', () => {
    const text = 'members.display sw "ann"';
    expect(groups(text).subqueries).toEqual([
      { of: 'users', filter: { is: 'starts-with', attribute: 'userName', value: 'ann' } },
    ]);
    expect(searchFilter(readFilter(text, groupResourceSchema), 'Group', base, [[id]])).toEqual({
      is: 'some',
      attribute: 'members',
      where: { is: 'one-of', attribute: 'value', values: [id] },
    });
  });
});
