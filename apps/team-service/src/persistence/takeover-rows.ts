import { columnNames, recordColumns, selectedColumns, type TableWrite, type WrittenRow } from '@rollcall/persistence';
import type { Takeover } from '../domain/takeover.js';
import { teamNameKey } from '../domain/team-name.js';
import type { TakeoverList } from '../domain/team-state.js';
import { TakeoverRow } from './entities/takeover-rows.js';

/** The columns of a `TakeoverRow`, from the table or alias `o`. */
export const takeoverColumns = selectedColumns(TakeoverRow, 'o');

export function takeoverOfRow(row: TakeoverRow): Takeover {
  return {
    accountId: row.account_id,
    id: row.id,
    teamId: row.team_id,
    version: row.updated_at.getTime(),
    state: row.state,
    kept: row.kept,
    ...(row.partial ? { partial: true } : {}),
    displayName: row.display_name,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    ...(row.former_name === null ? {} : { formerName: row.former_name }),
    ...(row.former_external_id === null ? {} : { formerExternalId: row.former_external_id }),
    pushedBy: row.pushed_by,
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    proposedAt: row.proposed_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at.toISOString() }),
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at.toISOString() }),
    ...(row.gained === null ? {} : { gained: row.gained }),
    ...(row.lost === null ? {} : { lost: row.lost }),
  };
}

function takeoverRow(takeover: Takeover): WrittenRow<TakeoverRow> {
  return {
    account_id: takeover.accountId,
    id: takeover.id,
    team_id: takeover.teamId,
    state: takeover.state,
    kept: takeover.kept,
    partial: takeover.partial === true,
    display_name: takeover.displayName,
    name_key: teamNameKey(takeover.displayName),
    external_id: takeover.externalId ?? null,
    former_name: takeover.formerName ?? null,
    former_external_id: takeover.formerExternalId ?? null,
    pushed_by: takeover.pushedBy,
    request_id: takeover.requestId ?? null,
    proposed_at: takeover.proposedAt,
    updated_at: takeover.updatedAt,
    decided_by: takeover.decidedBy ?? null,
    decided_at: takeover.decidedAt ?? null,
    ends_at: takeover.endsAt ?? null,
    gained: takeover.gained ?? null,
    lost: takeover.lost ?? null,
  };
}

const columns = columnNames(TakeoverRow);
const updated = columns.filter((name) => name !== 'account_id' && name !== 'id');

export const takeoverLists: readonly TakeoverList[] = ['pushed', 'shown-loss', 'on', 'off'];

/** The people of one list of a takeover who came and went. */
export interface ListChange {
  readonly takeover: Takeover;
  readonly list: TakeoverList;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const ofList = 'r(account_id uuid, takeover_id uuid, list text, user_ids uuid[])';

export function takeoverWrites(
  changed: readonly Takeover[],
  gone: readonly Takeover[],
  lists: readonly ListChange[],
): TableWrite[] {
  const rowsOf = (pick: (change: ListChange) => readonly string[]) =>
    lists.flatMap((change) => {
      const { takeover, list } = change;
      const user_ids = pick(change);
      return user_ids.length === 0
        ? []
        : [{ account_id: takeover.accountId, takeover_id: takeover.id, list, user_ids }];
    });
  const keys = gone.map(({ accountId: account_id, id }) => ({ account_id, id }));
  return [
    {
      name: 'takeovers_set',
      rows: changed.map(takeoverRow),
      sql: (rows) => `INSERT INTO takeovers (${columns.join(', ')})
        SELECT ${columns.map((name) => `r.${name}`).join(', ')} FROM json_to_recordset(${rows}) AS r(${recordColumns(TakeoverRow)})
        ON CONFLICT (account_id, id) DO UPDATE SET ${updated.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    },
    {
      name: 'takeovers_gone',
      rows: keys,
      sql: (rows) => `DELETE FROM takeovers x USING json_to_recordset(${rows}) AS r(account_id uuid, id uuid)
        WHERE x.account_id = r.account_id AND x.id = r.id`,
    },
    {
      name: 'takeovers_gone_people',
      rows: keys,
      sql: (rows) => `DELETE FROM takeover_people x USING json_to_recordset(${rows}) AS r(account_id uuid, id uuid)
        WHERE x.account_id = r.account_id AND x.takeover_id = r.id`,
    },
    {
      name: 'takeover_lists_longer',
      rows: rowsOf(({ added }) => added),
      sql: (rows) => `INSERT INTO takeover_people (account_id, takeover_id, list, user_id)
        SELECT r.account_id, r.takeover_id, r.list, unnest(r.user_ids) FROM json_to_recordset(${rows}) AS ${ofList}
        ON CONFLICT DO NOTHING`,
    },
    {
      name: 'takeover_lists_shorter',
      rows: rowsOf(({ removed }) => removed),
      sql: (rows) => `DELETE FROM takeover_people x
        USING (SELECT r.account_id, r.takeover_id, r.list, unnest(r.user_ids) AS user_id FROM json_to_recordset(${rows}) AS ${ofList}) AS r
        WHERE x.account_id = r.account_id AND x.takeover_id = r.takeover_id AND x.list = r.list AND x.user_id = r.user_id`,
    },
  ];
}
