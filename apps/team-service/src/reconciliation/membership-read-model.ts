import {
  type FindMembershipState,
  type ManagedBy,
  type Membership,
  type MembershipState,
  type ReconcilerMode,
} from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { membershipOfRow } from '../persistence/team-rows.js';
import { readyAt } from './plan-reconciliation.js';

interface StateRow {
  readonly id: string;
  readonly display_name: string;
  readonly owned_by: ManagedBy;
  /** Of a deleted team, this alone is not null. */
  readonly deleted_at: Date | null;
  readonly version: number | null;
  readonly updated_at: Date | null;
  readonly owned_since: Date | null;
  readonly waits_until: Date | null;
  readonly roster_size: number;
  readonly on_roster: boolean;
  /** These three are all null, or none is. So are, below, all of one table: held run, contest, removal, takeover, parked message. */
  readonly source: Membership['source'] | null;
  readonly added_at: Date | null;
  readonly added_by: Membership['addedBy'] | null;
  readonly mode: ReconcilerMode | null;
  readonly held_since: Date | null;
  readonly held_reason: string | null;
  readonly held_approved: boolean | null;
  readonly evictions: number | null;
  readonly evicted_at: Date | null;
  readonly removed_by: string | null;
  readonly removed_at: Date | null;
  readonly takeover_id: string | null;
  readonly proposed_at: Date | null;
  readonly dirty_at: Date | null;
  readonly user_version: number | null;
  readonly parked_type: string | null;
  readonly parked_at: Date | null;
}

/** $1 account, $2 team, $3 user, $4 the name under which messages are parked. Every part is found by a key. */
const stateOfPair = `
  SELECT t.*, r.roster_size, r.on_roster, m.source, m.added_at, m.added_by, a.mode,
         h.since AS held_since, h.reason AS held_reason, h.released AS held_approved,
         c.evictions, c.last_at AS evicted_at, g.removed_by, g.removed_at,
         k.id AS takeover_id, k.proposed_at, d.dirty_at, p.version::float8 AS user_version, w.parked_type, w.parked_at
    FROM (SELECT id, display_name, owned_by, NULL::timestamptz AS deleted_at, version::float8 AS version, updated_at,
                 owned_since, waits_until
            FROM teams WHERE account_id = $1 AND id = $2
           UNION ALL
          SELECT id, display_name, owned_by, deleted_at, version::float8, deleted_at, NULL, NULL
            FROM former_teams WHERE account_id = $1 AND id = $2
           ORDER BY deleted_at NULLS FIRST LIMIT 1) t
   CROSS JOIN (SELECT (SELECT count(*)::int FROM roster WHERE account_id = $1 AND team_id = $2) AS roster_size,
                      EXISTS (SELECT FROM roster WHERE account_id = $1 AND team_id = $2 AND user_id = $3) AS on_roster) r
    LEFT JOIN memberships m ON m.account_id = $1 AND m.team_id = $2 AND m.user_id = $3
    LEFT JOIN accounts a ON a.id = $1
    LEFT JOIN held_runs h ON h.account_id = $1 AND h.team_id = $2
    LEFT JOIN contests c ON c.account_id = $1 AND c.team_id = $2 AND c.user_id = $3
    LEFT JOIN removals_by_hand g ON g.account_id = $1 AND g.team_id = $2 AND g.user_id = $3
    LEFT JOIN dirty_teams d ON d.account_id = $1 AND d.team_id = $2
    LEFT JOIN people p ON p.account_id = $1 AND p.user_id = $3
    LEFT JOIN LATERAL (
      SELECT o.id, o.proposed_at FROM takeovers o
       WHERE o.account_id = $1 AND o.team_id = $2 AND o.state = 'waiting' AND o.ends_at > now()
         AND EXISTS (SELECT FROM takeover_people e WHERE e.account_id = $1 AND e.takeover_id = o.id
                        AND e.list IN ('pushed', 'on') AND e.user_id = $3)
       LIMIT 1) k ON true
    LEFT JOIN LATERAL (
      SELECT q.message->>'type' AS parked_type, q.parked_at FROM parked_messages q
       WHERE q.consumer = $4 AND q.message_key IN ($1::text, $2::text, $3::text) AND q.account_id = $1
       ORDER BY q.id LIMIT 1) w ON true`;

/** How people stand to teams: what roster, memberships and the reconciler say, read in one statement. */
export class MembershipReadModel {
  constructor(
    private readonly reads: DataSource,
    private readonly consumer: string,
  ) {}

  /** Undefined where the account never had such a team. */
  async stateOf({ accountId, teamId, userId }: FindMembershipState, now: Date): Promise<MembershipState | undefined> {
    const [row] = await readRows<StateRow>(this.reads, stateOfPair, [accountId, teamId, userId, this.consumer]);
    return row && stateOf(row, userId, now);
  }
}

function stateOf(row: StateRow, userId: string, now: Date): MembershipState {
  const { source, added_at, added_by, removed_by, removed_at, takeover_id, proposed_at, dirty_at, user_version } = row;
  return {
    team: teamOf(row),
    rosterSize: row.roster_size,
    onRoster: row.on_roster,
    ...(source && added_at && added_by
      ? { membership: membershipOfRow({ team_id: row.id, user_id: userId, source, added_at, added_by }) }
      : {}),
    mode: row.mode ?? 'enforce',
    ...reconcilerOf(row, now),
    ...(removed_by !== null && removed_at
      ? { removal: { removedBy: removed_by, removedAt: removed_at.toISOString() } }
      : {}),
    ...(takeover_id !== null && proposed_at
      ? { takeover: { takeoverId: takeover_id, proposedAt: proposed_at.toISOString() } }
      : {}),
    ...(dirty_at ? { dirtySince: dirty_at.toISOString() } : {}),
    ...(user_version === null ? {} : { userVersion: user_version }),
    ...(row.parked_type !== null && row.parked_at
      ? { parked: { type: row.parked_type, since: row.parked_at.toISOString() } }
      : {}),
  };
}

function teamOf(row: StateRow): MembershipState['team'] {
  const { id, display_name: displayName, owned_by: ownedBy, deleted_at, version, updated_at } = row;
  return {
    id,
    displayName,
    ownedBy,
    ...(deleted_at ? { deletedAt: deleted_at.toISOString() } : {}),
    ...(version === null ? {} : { version }),
    ...(updated_at ? { updatedAt: updated_at.toISOString() } : {}),
    ...(row.owned_since ? { ownedSince: row.owned_since.toISOString() } : {}),
    ...(row.waits_until ? { waitsUntil: row.waits_until.toISOString() } : {}),
  };
}

function reconcilerOf(row: StateRow, now: Date): Pick<MembershipState, 'held' | 'evictions'> {
  const { held_since, held_reason, held_approved, evictions: count, evicted_at } = row;
  const lastAt = evicted_at?.toISOString();
  const ready = count === null || lastAt === undefined ? 0 : readyAt({ evictions: count, lastAt }, now);
  return {
    ...(held_since && held_reason !== null
      ? { held: { since: held_since.toISOString(), reason: held_reason, approved: held_approved === true } }
      : {}),
    ...(count === null || lastAt === undefined
      ? {}
      : {
          evictions: {
            count,
            lastAt,
            ...(ready > now.getTime() ? { waitsUntil: new Date(ready).toISOString() } : {}),
          },
        }),
  };
}
