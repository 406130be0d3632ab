import type { Membership } from '@rollcall/contracts';
import { selectedColumns, type WrittenRow } from '@rollcall/persistence';
import { teamNameKey } from '../domain/team-name.js';
import type { Team } from '../domain/team.js';
import type { MembershipRow } from './entities/member-rows.js';
import { TeamRow } from './entities/team-row.js';

/** The columns of a `TeamRow` that are selected, from the table or alias `t`. */
export const teamColumns = selectedColumns(TeamRow, 't');

export function teamOfRow(row: TeamRow): Team {
  return {
    accountId: row.account_id,
    id: row.id,
    version: row.version,
    displayName: row.display_name,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    ownedBy: row.owned_by,
    ...(row.owned_since === null ? {} : { ownedSince: row.owned_since.toISOString() }),
    ...(row.waits_until === null ? {} : { waitsUntil: row.waits_until.toISOString() }),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

interface Loaded {
  /** Optimistic check: the update applies only to this version. */
  readonly loaded_version: number;
}

/** The row of a team as it is written. */
export function teamRow(team: Team, loadedVersion: number): WrittenRow<TeamRow> & Loaded {
  return {
    account_id: team.accountId,
    id: team.id,
    version: team.version,
    loaded_version: loadedVersion,
    display_name: team.displayName,
    name_key: teamNameKey(team.displayName),
    external_id: team.externalId ?? null,
    owned_by: team.ownedBy,
    owned_since: team.ownedSince ?? null,
    waits_until: team.waitsUntil ?? null,
    created_at: team.createdAt,
    updated_at: team.updatedAt,
  };
}

/** The columns of a membership that are selected: the account is known from the query. */
export type ReadMembership = Omit<MembershipRow, 'account_id'>;

export function membershipOfRow(row: ReadMembership): Membership {
  return { userId: row.user_id, source: row.source, addedAt: row.added_at.toISOString(), addedBy: row.added_by };
}
