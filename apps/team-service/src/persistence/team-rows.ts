import type { Actor, ManagedBy, Membership } from '@rollcall/contracts';
import { teamNameKey, type Team } from '../domain/team.js';

/** A row of `teams`, as SELECTed with `teamColumns`. */
export interface TeamRow {
  readonly account_id: string;
  readonly id: string;
  readonly version: number;
  readonly display_name: string;
  readonly external_id: string | null;
  readonly owned_by: ManagedBy;
  readonly owned_since: Date | null;
  readonly waits_until: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The columns of `TeamRow`, of the table or alias `t`. */
export const teamColumns = `t.account_id, t.id, t.version::int, t.display_name, t.external_id, t.owned_by, t.owned_since, t.waits_until,
  t.created_at, t.updated_at`;

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

/** What is written; `loaded_version` guards an update. */
export function teamRow(team: Team, loadedVersion: number): object {
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

export interface MembershipRow {
  readonly team_id: string;
  readonly user_id: string;
  readonly source: Membership['source'];
  readonly added_at: Date;
  readonly added_by: Actor;
}

export function membershipOfRow(row: MembershipRow): Membership {
  return { userId: row.user_id, source: row.source, addedAt: row.added_at.toISOString(), addedBy: row.added_by };
}
