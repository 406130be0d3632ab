import type { Membership, TeamDrift } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { membershipOfRow, type ReadMembership } from './team-rows.js';

/** How many people of each side of a drift are named. */
const driftShown = 100;

/** Where a directory-owned team differs now, whether or not anybody is about to put it right. */
export async function readDrift(dataSource: DataSource, accountId: string, teamId: string): Promise<TeamDrift> {
  const [extra, missing] = await Promise.all([
    readRows<ReadMembership & { total: number }>(
      dataSource,
      `SELECT m.team_id, m.user_id, m.source, m.added_at, m.added_by, (count(*) OVER ())::int AS total FROM memberships m
        WHERE m.account_id = $1 AND m.team_id = $2 AND NOT EXISTS (
          SELECT FROM roster r WHERE r.account_id = m.account_id AND r.team_id = m.team_id AND r.user_id = m.user_id)
        ORDER BY m.user_id LIMIT ${driftShown}`,
      [accountId, teamId],
    ),
    readRows<{ user_id: string; removed_by: string | null; removed_at: Date | null; total: number }>(
      dataSource,
      `SELECT r.user_id, h.removed_by, h.removed_at, (count(*) OVER ())::int AS total FROM roster r
         LEFT JOIN removals_by_hand h ON h.account_id = r.account_id AND h.team_id = r.team_id AND h.user_id = r.user_id
        WHERE r.account_id = $1 AND r.team_id = $2 AND NOT EXISTS (
          SELECT FROM memberships m WHERE m.account_id = r.account_id AND m.team_id = r.team_id AND m.user_id = r.user_id)
        ORDER BY r.user_id LIMIT ${driftShown}`,
      [accountId, teamId],
    ),
  ]);
  return {
    extra: { count: extra[0]?.total ?? 0, members: extra.map(membershipOfRow) },
    missing: {
      count: missing[0]?.total ?? 0,
      members: missing.map(({ user_id, removed_by, removed_at }) => ({
        userId: user_id,
        ...(removed_by === null ? {} : { removedBy: removed_by }),
        ...(removed_at === null ? {} : { removedAt: removed_at.toISOString() }),
      })),
    },
  };
}

/** A page of memberships, with how each came. */
export async function readMemberships(
  dataSource: DataSource,
  accountId: string,
  teamId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Membership[]> {
  const rows = await readRows<ReadMembership>(
    dataSource,
    `SELECT team_id, user_id, source, added_at, added_by FROM memberships
      WHERE account_id = $1 AND team_id = $2 AND user_id > $3 ORDER BY user_id LIMIT $4`,
    [accountId, teamId, after, limit],
    { keepPlan: true },
  );
  return rows.map(membershipOfRow);
}
