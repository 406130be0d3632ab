import { isUuid } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { columnNames, recordColumns, type TableWrite } from '@rollcall/persistence';
import type { Account, Change } from '../domain/team-state.js';
import { teamNameKey } from '../domain/team-name.js';
import type { Person, Team } from '../domain/team.js';
import { TeamRow } from './entities/team-row.js';
import { records } from './json-records.js';
import type { MemberDifference } from './team-members.js';
import { insertMemberships } from './insert-memberships.js';

const teamShape = `r(${recordColumns(TeamRow)}, loaded_version bigint)`;
const teamColumns = columnNames(TeamRow);

export function teams(added: readonly object[], changed: readonly object[]): TableWrite[] {
  return [
    {
      name: 'added_teams',
      rows: added,
      guarded: true,
      sql: (rows) => `INSERT INTO teams (${teamColumns.join(', ')})
        SELECT ${teamColumns.map((name) => `r.${name}`).join(', ')} FROM json_to_recordset(${rows}) AS ${teamShape}`,
    },
    {
      name: 'changed_teams',
      rows: changed,
      guarded: true,
      sql: (rows) => `UPDATE teams t SET version = r.version, display_name = r.display_name,
          name_key = CASE WHEN t.display_name = r.display_name THEN t.name_key ELSE r.name_key END,
          external_id = r.external_id, owned_by = r.owned_by, owned_since = r.owned_since, waits_until = r.waits_until,
          updated_at = r.updated_at
        FROM ${records(rows, teamShape, changed.length)}
        WHERE t.account_id = r.account_id AND t.id = r.id AND t.version = r.loaded_version`,
    },
  ];
}

/** Deletes everything that belongs to deleted teams. */
export function goneTeams(gone: readonly Team[]): TableWrite[] {
  const rows = gone.map(({ accountId, id }) => ({ account_id: accountId, id }));
  const from = (table: string, column: string) => (json: string) =>
    `DELETE FROM ${table} x USING ${records(json, 'r(account_id uuid, id uuid)', rows.length)}
      WHERE x.account_id = r.account_id AND x.${column} = r.id`;
  const belongings = ['roster', 'memberships', 'removals_by_hand', 'dirty_teams', 'held_runs', 'contests', 'takeovers'];
  const peopleOfTakeovers = (json: string) =>
    `DELETE FROM takeover_people x USING takeovers o, ${records(json, 'r(account_id uuid, id uuid)', rows.length)}
      WHERE o.account_id = r.account_id AND o.team_id = r.id AND x.account_id = o.account_id AND x.takeover_id = o.id`;
  return [
    { name: 'gone_teams', rows, guarded: true, sql: from('teams', 'id') },
    ...belongings.map((table) => ({ name: `gone_${table}`, rows, sql: from(table, 'team_id') })),
    { name: 'gone_people_of_takeovers', rows, sql: peopleOfTakeovers },
  ];
}

export function people(all: readonly Person[]): TableWrite[] {
  const rows = all.map(({ accountId, userId, version, active, released }) => ({
    account_id: accountId,
    user_id: userId,
    version,
    active,
    released,
  }));
  const sql = (json: string) =>
    `INSERT INTO people (account_id, user_id, version, active, released)
     SELECT r.* FROM json_to_recordset(${json}) AS r(account_id uuid, user_id uuid, version bigint, active boolean, released boolean)
     ON CONFLICT (account_id, user_id) DO UPDATE
        SET version = excluded.version, active = excluded.active, released = excluded.released
      WHERE people.version < excluded.version`;
  return [{ name: 'people_heard', rows, sql }];
}

export function accounts(all: readonly Account[]): TableWrite[] {
  const rows = all.map(({ id, version, settings, mode, setting }) => ({
    id,
    version,
    settings,
    mode,
    mode_since: setting?.since,
    mode_by: setting?.by,
    mode_reason: setting?.reason,
    mode_until: setting?.until,
  }));
  const sql = (json: string) =>
    `UPDATE accounts a SET version = r.version, settings = r.settings, mode = r.mode, mode_since = r.mode_since,
            mode_by = r.mode_by, mode_reason = r.mode_reason, mode_until = r.mode_until
       FROM json_to_recordset(${json}) AS r(id uuid, version bigint, settings json, mode text, mode_since timestamptz,
            mode_by json, mode_reason text, mode_until timestamptz) WHERE a.id = r.id`;
  return [{ name: 'accounts_heard', rows, guarded: true, sql }];
}

export type OneRowChange =
  | Extract<Change, { kind: 'dirty' | 'removed-by-hand' | 'held-run-released' | 'stage' | 'unstage' | 'all-dirty' }>
  | Extract<
      Change,
      { kind: 'former-members-return' | 'takeover-lists-gone' | 'takeover-pushed-gone' | 'out-of-takeovers' }
    >
  | FormerMembersOf
  | Extract<Change, { kind: 'team-gone' }>;

/** Who was in the team: as the database knows it, and what the batch has changed of it before. */
type FormerMembersOf = Extract<Change, { kind: 'former-members' }> & { readonly since: MemberDifference };

/**
 * Marks a team dirty. It is in the queue once, however often it is marked; `seq` tells a run in progress that the team
 * was marked again.
 */
const markDirty = (
  select: string,
) => `INSERT INTO dirty_teams (account_id, team_id, seq, dirty_at, not_before, cause) ${select}
  ON CONFLICT (account_id, team_id) DO UPDATE
     SET seq = dirty_teams.seq + 1, cause = excluded.cause, not_before = least(dirty_teams.not_before, excluded.not_before)`;

/** Statements for the rows of `statementRow`, by the name of the write. */
export const rowStatements = {
  dirty: (rows: string) =>
    markDirty(`SELECT r.account_id, r.team_id, 1, now(), coalesce(r.not_before, now()), r.cause
      FROM json_to_recordset(${rows}) AS r(account_id uuid, team_id uuid, not_before timestamptz, cause json)`),
  all_dirty: (rows: string) =>
    markDirty(`SELECT t.account_id, t.id, 1, now(), now(), r.cause FROM json_to_recordset(${rows}) AS r(account_id uuid, cause json)
      JOIN teams t USING (account_id) WHERE t.owned_by = 'directory'`),
  removals: (rows: string) =>
    `INSERT INTO removals_by_hand SELECT r.account_id, r.team_id, r.user_id, r.removed_by, r.removed_at
       FROM json_to_recordset(${rows}) AS r(account_id uuid, team_id uuid, user_id uuid, removed_by text, removed_at timestamptz)
     ON CONFLICT (account_id, team_id, user_id) DO UPDATE SET removed_by = excluded.removed_by, removed_at = excluded.removed_at`,
  held_released: (rows: string) =>
    `UPDATE held_runs h SET released = true FROM json_to_recordset(${rows}) AS r(account_id uuid, team_id uuid)
      WHERE h.account_id = r.account_id AND h.team_id = r.team_id`,
  staged: (rows: string) =>
    `INSERT INTO staged_members (account_id, stage_id, part, user_ids, others, staged_at)
     SELECT r.* FROM json_to_recordset(${rows})
       AS r(account_id uuid, stage_id uuid, part int, user_ids uuid[], others text[], staged_at timestamptz)
     ON CONFLICT DO NOTHING`,
  unstaged: (rows: string) =>
    `DELETE FROM staged_members s USING json_to_recordset(${rows}) AS r(account_id uuid, stage_id uuid)
      WHERE s.account_id = r.account_id AND s.stage_id = r.stage_id`,
  former_members: (rows: string) =>
    `INSERT INTO takeover_people (account_id, takeover_id, list, user_id, source, added_at, added_by)
     SELECT r.account_id, r.takeover_id, 'former', m.user_id, m.source, m.added_at, m.added_by
       FROM json_to_recordset(${rows}) AS r(account_id uuid, takeover_id uuid, team_id uuid, without uuid[])
       JOIN memberships m USING (account_id, team_id) WHERE NOT m.user_id IN (SELECT unnest(r.without))
      UNION ALL
     SELECT r.account_id, r.takeover_id, 'former', unnest(o.user_ids), o.source, o.added_at, o.added_by
       FROM json_to_recordset(${rows}) AS r(account_id uuid, takeover_id uuid, others json)
      CROSS JOIN json_to_recordset(r.others) AS o(user_ids uuid[], source text, added_at timestamptz, added_by json)`,
  former_members_return: (rows: string) =>
    `${insertMemberships(`
     SELECT f.account_id, r.team_id, f.user_id, f.source, f.added_at, f.added_by
       FROM (SELECT l.account_id, l.takeover_id, l.team_id, unnest(l.user_ids) AS user_id
               FROM json_to_recordset(${rows}) AS l(account_id uuid, takeover_id uuid, team_id uuid, user_ids uuid[])) AS r
       JOIN takeover_people f
         ON f.account_id = r.account_id AND f.takeover_id = r.takeover_id AND f.list = 'former' AND f.user_id = r.user_id`)}
     ON CONFLICT (account_id, team_id, user_id) DO UPDATE
        SET source = excluded.source, added_at = excluded.added_at, added_by = excluded.added_by`,
  takeover_people_gone: (rows: string) =>
    `DELETE FROM takeover_people x USING json_to_recordset(${rows}) AS r(account_id uuid, takeover_id uuid, keeps_former boolean)
      WHERE x.account_id = r.account_id AND x.takeover_id = r.takeover_id AND NOT (r.keeps_former AND x.list = 'former')`,
  takeover_pushed_gone: (rows: string) =>
    `DELETE FROM takeover_people x USING json_to_recordset(${rows}) AS r(account_id uuid, takeover_id uuid)
      WHERE x.account_id = r.account_id AND x.takeover_id = r.takeover_id AND x.list = 'pushed'`,
  out_of_takeovers: (rows: string) =>
    `DELETE FROM takeover_people x USING json_to_recordset(${rows}) AS r(account_id uuid, user_id uuid, list text)
      WHERE x.account_id = r.account_id AND x.user_id = r.user_id AND (r.list IS NULL OR x.list = r.list OR (r.list = 'pushed' AND x.list IN ('on', 'off')))`,
  former_teams: (rows: string) =>
    `INSERT INTO former_teams (account_id, id, display_name, owned_by, deleted_at, version, name_key)
     SELECT r.account_id, r.id, r.display_name, r.owned_by, now(), r.version, r.name_key
       FROM json_to_recordset(${rows}) AS r(account_id uuid, id uuid, display_name text, owned_by text, version bigint, name_key text)
     ON CONFLICT DO NOTHING`,
} as const;

/** @param message by which the change came: the cause of the reconciler's events about it */
export function statementRow(
  change: OneRowChange,
  { id, correlationId, traceparent }: Message,
): { name: keyof typeof rowStatements; key: string; row: object } {
  const cause = { id, correlationId, traceparent };
  if (change.kind === 'team-gone') return rowOfFormerTeam(change.team);
  const account_id = change.accountId;
  if (change.kind === 'all-dirty') return { name: 'all_dirty', key: account_id, row: { account_id, cause } };
  if (change.kind === 'unstage')
    return { name: 'unstaged', key: change.stageId, row: { account_id, stage_id: change.stageId } };
  if (change.kind === 'stage') {
    const { stageId: stage_id, part, userIds, at: staged_at } = change;
    const { yes: user_ids = [], no: others = [] } = Object.groupBy(userIds, (id) => (isUuid(id) ? 'yes' : 'no'));
    return {
      name: 'staged',
      key: `${stage_id}/${part}`,
      row: { account_id, stage_id, part, user_ids, others, staged_at },
    };
  }
  if (change.kind === 'out-of-takeovers') {
    const { userId: user_id, list = null } = change;
    return { name: 'out_of_takeovers', key: `${account_id}/${user_id}/${list}`, row: { account_id, user_id, list } };
  }
  const team_id = change.teamId;
  if ('takeoverId' in change) return rowOfTakeover(change);
  const key = `${account_id}/${team_id}`;
  if (change.kind === 'dirty')
    return { name: 'dirty', key, row: { account_id, team_id, not_before: change.notBefore, cause } };
  if (change.kind === 'held-run-released') return { name: 'held_released', key, row: { account_id, team_id } };
  const { userId: user_id, by: removed_by, at: removed_at } = change;
  return { name: 'removals', key: `${key}/${user_id}`, row: { account_id, team_id, user_id, removed_by, removed_at } };
}

/** Its last event has the version behind that of the team. */
function rowOfFormerTeam({ accountId, id, version, displayName, ownedBy }: Team): ReturnType<typeof statementRow> {
  const named = { display_name: displayName, name_key: teamNameKey(displayName) };
  const row = { account_id: accountId, id, ...named, owned_by: ownedBy, version: version + 1 };
  return { name: 'former_teams', key: `${accountId}/${id}`, row };
}

/** The key of a takeover's rows in a batch. */
export const takeoverRowKey = ({ accountId, takeoverId }: { accountId: string; takeoverId: string }): string =>
  `${accountId}/${takeoverId}`;

type OfTakeover = Extract<OneRowChange, { readonly takeoverId: string }>;

function rowOfTakeover(change: OfTakeover): { name: keyof typeof rowStatements; key: string; row: object } {
  const { accountId: account_id, teamId: team_id, takeoverId: takeover_id } = change;
  const key = takeoverRowKey(change);
  switch (change.kind) {
    case 'former-members': {
      const { joined, rejoined, membersRemoved } = change.since;
      const ways = [...joined, ...rejoined];
      const others = ways.map(([as, user_ids]) => {
        return { user_ids, source: as.source, added_at: as.addedAt, added_by: as.addedBy };
      });
      const without = [...membersRemoved, ...others.flatMap(({ user_ids }) => user_ids)];
      return { name: 'former_members', key, row: { account_id, takeover_id, team_id, without, others } };
    }
    case 'former-members-return':
      return {
        name: 'former_members_return',
        key,
        row: { account_id, takeover_id, team_id, user_ids: change.userIds },
      };
    case 'takeover-pushed-gone':
      return { name: 'takeover_pushed_gone', key, row: { account_id, takeover_id } };
    case 'takeover-lists-gone':
      return {
        name: 'takeover_people_gone',
        key,
        row: { account_id, takeover_id, keeps_former: change.keepsFormer },
      };
  }
}
