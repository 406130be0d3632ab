import type { Filter, SearchTeams } from '@rollcall/contracts';
import type { SearchedAttributes } from '@rollcall/persistence';
import { teamNameKey } from '../domain/team-name.js';

/*
 * What teams can be searched and sorted by: columns of `teams t`, and the members that SCIM shows: of a directory-owned team its roster,
 * of another one its memberships (rule 10).
 */

/** The members of a team `t` as SQL. */
export interface MembersSql {
  /** As a table `member` with `user_id`. */
  readonly all: string;
  /** Members are served in the order of their ids, so that an index finds the first one. A team without members comes after all others. */
  readonly first: string;
}

/**
 * A workspace team has no other memberships than those by hand: who was in it by the directory is in it by hand from the hand-back on. So it has
 * the members that `User.groups` tells of, which are looked up by hand alone (`teamsOf`).
 * @param which a condition that the team must fulfil to have any
 */
export function membersOf(which = 'true'): MembersSql {
  return {
    all: `(
    SELECT m.user_id FROM roster m
     WHERE ${which} AND t.owned_by = 'directory' AND m.account_id = t.account_id AND m.team_id = t.id
     UNION ALL
    SELECT m.user_id FROM memberships m
     WHERE ${which} AND t.owned_by <> 'directory' AND m.account_id = t.account_id AND m.team_id = t.id
       AND m.source = 'manual') AS member`,
    first: `coalesce(CASE t.owned_by WHEN 'directory'
    THEN (SELECT m.user_id FROM roster m WHERE m.account_id = t.account_id AND m.team_id = t.id ORDER BY m.user_id LIMIT 1)
    ELSE (SELECT m.user_id FROM memberships m WHERE m.account_id = t.account_id AND m.team_id = t.id ORDER BY m.user_id LIMIT 1)
  END, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`,
  };
}

const members = membersOf();

/** The users of each team, as `User.groups` shows them. */
export const groupsOfUsers = { from: `teams t CROSS JOIN LATERAL ${members.all}`, id: 'member.user_id' };

/** The first member of each team, of a table of them. */
export const firstMembers = (from: string, { first }: MembersSql) => ({ from, id: first });

/** The first member of each team. */
export const firstOfTeams = firstMembers('teams t', members);

/** What rows of teams `t` with such members can be searched by. */
export const attributesOf = ({ all, first }: MembersSql): SearchedAttributes => ({
  id: { holds: 'id', sql: 't.id' },
  displayName: {
    holds: 'text',
    sql: 't.display_name',
    equals: (value, parameter) => `t.name_key = ${parameter(teamNameKey(value))}`,
  },
  externalId: {
    holds: 'text',
    sql: 't.external_id',
    exact: true,
    equals: (value, parameter) => `t.external_id = ${parameter(value)}`,
  },
  createdAt: { holds: 'time', sql: 't.created_at' },
  updatedAt: { holds: 'time', sql: 't.updated_at' },
  version: { holds: 'text', sql: 't.version::text', exact: true },
  members: {
    holds: 'elements',
    from: all,
    parts: { value: { holds: 'id', sql: 'member.user_id' } },
    first: {
      value: { holds: 'id', sql: first },
      type: { holds: 'flag', sql: `nullif(EXISTS (SELECT FROM ${all}), false)` }, // all are users
    },
  },
});

/** The attributes of teams by their names in the domain. */
export const teamAttributes = attributesOf(members);

/** Each is one team's. */
const unique = new Set(['id', 'displayName']);
/** With an index, and mostly of one team or a few; but any number of teams may have the same. */
const keys = new Set([...unique, 'externalId']);

/** Whether a search reads no more teams than it finds: it names one, whatever else it says, or lists all. */
export function readsFew({ filter, sort }: Pick<SearchTeams, 'filter' | 'sort'>): boolean {
  return filter === undefined ? sort === undefined : findsByKey(filter, unique);
}

/** Whether a filter names teams by a key, so that an index finds them, whatever else it says. */
function findsByKey(filter: Filter | undefined, of = keys): boolean {
  if (filter === undefined) return false;
  if (filter.is === 'and') return filter.of.some((part) => findsByKey(part, of));
  return filter.is === 'equals' && of.has(filter.attribute) && filter.value !== null && !filter.within;
}

/** Whether a search may have to look at more teams than it shows. */
export function looksThrough({ filter, sort }: Pick<SearchTeams, 'filter' | 'sort'>): boolean {
  return !findsByKey(filter) && (filter !== undefined || sort !== undefined);
}
