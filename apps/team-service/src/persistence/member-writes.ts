import type { TableWrite, Transaction } from '@rollcall/persistence';
import type { Origin, Team } from '../domain/team.js';
import { records } from './json-records.js';
import type { MemberDifference } from './team-members.js';
import { insertMemberships } from './insert-memberships.js';

/** Up to this many changed members are found by index; for more, whole lists are compared. */
const maxPairs = 1_000;

export interface ChangedMembers {
  readonly team: Team;
  readonly of: MemberDifference;
}

type Way = readonly [Origin | undefined, readonly string[]];

/**
 * One record per team and origin, with a list of user ids: a hundred thousand members take a hundred thousand ids, and
 * no more.
 */
export function memberWrites(changed: readonly ChangedMembers[]): TableWrite[] {
  const lists = (pick: (difference: MemberDifference) => Iterable<Way>): MembersRecord[] =>
    changed.flatMap(({ team, of }) =>
      [...pick(of)].flatMap(([way, ids]) => {
        if (ids.length === 0) return [];
        const { accountId: account_id, id: team_id } = team;
        const origin = way ? { source: way.source, added_at: way.addedAt, added_by: way.addedBy } : {};
        return [{ account_id, team_id, user_ids: ids, ...origin }];
      }),
    );
  return [
    { name: 'roster_added', rows: lists((d) => [[undefined, d.rosterAdded]]), sql: insertIntoRoster },
    foundByUser(
      'roster_removed',
      lists((d) => [[undefined, d.rosterRemoved]]),
      deleteFrom('roster'),
    ),
    { name: 'memberships_added', rows: lists((d) => d.joined), sql: newMemberships },
    foundByUser(
      'memberships_changed',
      lists((d) => d.rejoined),
      changeMemberships,
    ),
    foundByUser(
      'memberships_removed',
      lists((d) => [[undefined, d.membersRemoved]]),
      deleteFrom('memberships'),
    ),
  ];
}

/**
 * Writes the members of one team outside of a batch; a batch writes all its teams in one statement. The caller must
 * hold the team's lock.
 */
export async function writeMembers(tx: Transaction, changed: ChangedMembers): Promise<void> {
  for (const { rows, sql } of memberWrites([changed])) {
    if (rows.length > 0) await tx.query(sql('$1::json'), [JSON.stringify(rows)]);
  }
}

/** Members of one team who joined, or left, in the same way. */
interface MembersRecord {
  readonly account_id: string;
  readonly team_id: string;
  readonly user_ids: readonly string[];
}

const origin = 'source text, added_at timestamptz, added_by json';

/** A write that must find its rows: few rows by the index, many by comparing lists. */
function foundByUser(name: string, lists: readonly MembersRecord[], sql: (records: string) => string): TableWrite {
  const count = lists.reduce((sum, { user_ids }) => sum + user_ids.length, 0);
  if (count > maxPairs) {
    // Leaves out `user_ids`: PostgreSQL would copy the whole list into each of its rows.
    const ofLists = (json: string) =>
      `(SELECT l.account_id, l.team_id, l.source, l.added_at, l.added_by, unnest(l.user_ids) AS user_id
          FROM json_to_recordset(${json}) AS l(account_id uuid, team_id uuid, user_ids uuid[], ${origin})) AS r`;
    return { name, rows: lists, sql: (json) => sql(ofLists(json)) };
  }
  const rows = lists.flatMap(({ user_ids, ...list }) => user_ids.map((user_id) => ({ ...list, user_id })));
  const shape = `r(account_id uuid, team_id uuid, user_id uuid, ${origin})`;
  return { name, rows, sql: (json) => sql(records(json, shape, count)) };
}

// The team is locked, and its members were read under the lock: so a conflict is unexpected, and the batch is decided
// anew.
const insertIntoRoster = (rows: string) =>
  `INSERT INTO roster SELECT r.account_id, r.team_id, unnest(r.user_ids) AS user_id
     FROM json_to_recordset(${rows}) AS r(account_id uuid, team_id uuid, user_ids uuid[]) ORDER BY user_id`;

const newMemberships = (rows: string) =>
  insertMemberships(`SELECT r.account_id, r.team_id, unnest(r.user_ids) AS user_id, r.source, r.added_at, r.added_by
     FROM json_to_recordset(${rows}) AS r(account_id uuid, team_id uuid, user_ids uuid[], ${origin}) ORDER BY user_id`);

const sameMember = 'x.account_id = r.account_id AND x.team_id = r.team_id AND x.user_id = r.user_id';

const deleteFrom = (table: string) => (records: string) =>
  `DELETE FROM ${table} x USING ${records} WHERE ${sameMember}`;

const changeMemberships = (records: string) =>
  `UPDATE memberships x SET source = r.source, added_at = r.added_at, added_by = r.added_by FROM ${records} WHERE ${sameMember}`;
