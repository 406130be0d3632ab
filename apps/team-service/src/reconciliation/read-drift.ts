import type { TeamDrift } from '@rollcall/contracts';
import { membershipOfRow, type ReadMembership } from '../persistence/team-rows.js';
import { rowsOnlyIn } from '../persistence/rows-only-in.js';

/** Runs a statement, on a connection of its own or in a transaction. */
export type RunQuery = <Row extends object>(sql: string, parameters: readonly unknown[]) => Promise<Row[]>;

interface MissingRow {
  readonly user_id: string;
  /** `removed_by` and `removed_at` are both set, or both null. */
  readonly removed_by: string | null;
  readonly removed_at: Date | null;
}

/** The team of the first two parameters. */
const compared = { accountId: '$1', id: '$2' };

const extraMembers = `
  SELECT o.team_id, o.user_id, o.source, o.added_at, o.added_by ${rowsOnlyIn('memberships', compared)}`;

const missingMembers = `
  SELECT r.user_id, h.removed_by, h.removed_at FROM (SELECT o.* ${rowsOnlyIn('roster', compared)}) AS r
    LEFT JOIN removals_by_hand h ON h.account_id = r.account_id AND h.team_id = r.team_id AND h.user_id = r.user_id`;

/** The first users of a side, each row with the total. */
const firstOf = (members: string) =>
  `SELECT d.*, (count(*) OVER ())::int AS total FROM (${members}) AS d ORDER BY d.user_id LIMIT $3`;

/**
 * Reads where roster and memberships of a team differ.
 * @param limit how many users of each side are returned, in the order of their ids; without it all are, in any order
 */
export async function readDrift(
  query: RunQuery,
  { accountId, id }: { readonly accountId: string; readonly id: string },
  limit?: number,
): Promise<TeamDrift> {
  const read = <Row extends object>(members: string): Promise<(Row & { readonly total?: number })[]> =>
    limit === undefined ? query(members, [accountId, id]) : query(firstOf(members), [accountId, id, limit]);
  const [extra, missing] = await Promise.all([read<ReadMembership>(extraMembers), read<MissingRow>(missingMembers)]);
  return {
    extra: { count: extra[0]?.total ?? extra.length, members: extra.map(membershipOfRow) },
    missing: { count: missing[0]?.total ?? missing.length, members: missing.map(missingOfRow) },
  };
}

function missingOfRow({ user_id, removed_by, removed_at }: MissingRow): TeamDrift['missing']['members'][number] {
  if (removed_by === null || removed_at === null) return { userId: user_id };
  return { userId: user_id, removedBy: removed_by, removedAt: removed_at.toISOString() };
}
