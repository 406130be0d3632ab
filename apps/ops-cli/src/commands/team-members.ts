import { TeamQueries, type AccountSummary, type ListMembers, type TeamView } from '@rollcall/contracts';
import { answer, type Context, type OutputOptions } from '../context.js';
import { record, table, type Column } from '../output/table.js';
import { userNamesOf } from './lookups.js';

/** How many members the text output shows; `--json` has all of them. */
const maxShown = 50;

interface MemberRow {
  readonly userId: string;
  readonly userName: string | undefined;
  /** In a directory-owned team: how the person differs from the roster. */
  readonly drift: string | undefined;
}

const columns: readonly Column<MemberRow>[] = [
  { title: 'user', of: (row) => row.userId },
  { title: 'name', of: (row) => row.userName },
];
const withDrift: readonly Column<MemberRow>[] = [...columns, { title: 'drift', of: (row) => row.drift }];

/** Prints a team with its members; for a directory-owned team the roster too, differences first. */
export async function showTeam(
  context: Context,
  account: AccountSummary,
  team: TeamView,
  options: OutputOptions,
): Promise<void> {
  const members = await idsOf(context, team, { of: 'memberships' });
  const roster = team.ownedBy === 'directory' ? await idsOf(context, team, {}) : undefined;
  const different = driftOf(members, roster ?? members);
  const listed = [...different.keys(), ...members.filter((id) => !different.has(id))];
  const shown = listed.slice(0, maxShown);
  const names = await userNamesOf(context, account, shown);
  answer(context, options, { ...team, members, ...(roster ? { roster } : {}) }, () => {
    const rows = shown.map((userId) => ({ userId, userName: names.get(userId), drift: different.get(userId) }));
    const parts = [headOf(team, members.length, roster?.length)];
    if (rows.length > 0) parts.push(table(different.size > 0 ? withDrift : columns, rows));
    if (listed.length > rows.length) parts.push(`… and ${listed.length - rows.length} more: --json names all of them.`);
    return parts.join('\n\n');
  });
}

function headOf(team: TeamView, members: number, roster: number | undefined): string {
  return record([
    ['team', team.id],
    ['name', team.displayName],
    ['owned by', team.ownedBy],
    ['since', team.ownedSince],
    ['external id', team.externalId],
    ['version', team.version],
    ['members', members],
    ['roster', roster],
  ]);
}

/** Describes who is in the team and not on the roster, or the other way round. */
export function driftOf(members: readonly string[], roster: readonly string[]): ReadonlyMap<string, string> {
  const [inTeam, onRoster] = [new Set(members), new Set(roster)];
  return new Map([
    ...members.filter((id) => !onRoster.has(id)).map((id) => [id, 'is in the team, not on the roster'] as const),
    ...roster.filter((id) => !inTeam.has(id)).map((id) => [id, 'is on the roster, not in the team'] as const),
  ]);
}

async function idsOf(
  context: Context,
  { accountId, id: teamId }: TeamView,
  which: Pick<ListMembers, 'of'>,
): Promise<readonly string[]> {
  const service = context.connections.service('team-service');
  const userIds: string[] = [];
  for (let after: Pick<ListMembers, 'after'> = {}; ;) {
    const page = await service.ask(TeamQueries.members, { accountId, teamId, limit: 5_000, ...which, ...after });
    for (const userId of page.userIds) userIds.push(userId);
    if (page.next === undefined) return userIds;
    after = { after: page.next };
  }
}
