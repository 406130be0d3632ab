import { isUuid } from '@rollcall/contracts';
import { createYielder, keyOf, type Transaction } from '@rollcall/persistence';
import { teamNameKey } from '../domain/team-name.js';
import type { Origin, Team } from '../domain/team.js';
import type { TeamReads } from '../reads.js';
import { idArray, idColumns } from './ids.js';
import type { MemberBudget } from './member-budget.js';
import type { Named } from './load-named.js';
import { TeamMembers } from './team-members.js';

/** The users that messages name as members, for teams of which not all members are loaded, by `keyOf` of the team. */
export type Mentioned = ReadonlyMap<
  string,
  { readonly accountId: string; readonly teamId: string; readonly userIds: ReadonlySet<string> }
>;

export function mentionedIn(
  reads: readonly TeamReads[],
  named: Pick<Named, 'staged'>,
  teamsOfLeavers: ReadonlyMap<string, readonly string[]>,
): Mentioned {
  const mentioned = new Map<string, { accountId: string; teamId: string; userIds: Set<string> }>();
  const mention = (accountId: string, teamId: string, lists: readonly Iterable<string>[]) => {
    const key = keyOf(accountId, teamId);
    const team = mentioned.get(key) ?? { accountId, teamId, userIds: new Set() };
    mentioned.set(key, team);
    for (const list of lists) for (const userId of list) team.userIds.add(userId);
  };
  for (const read of reads) {
    const { accountId, teamId, leaver, allMembers } = read;
    if (leaver !== undefined) {
      const teamsLeft = teamsOfLeavers.get(keyOf(accountId, leaver)) ?? [];
      for (const teamLeft of teamsLeft) mention(accountId, teamLeft, [lowerCased([leaver])]);
    }
    if (teamId !== undefined && isUuid(teamId) && allMembers !== true) mention(accountId, teamId, usersIn(read, named));
  }
  return mentioned;
}

/** The users that a message names, in itself and in its staged lists. */
function usersIn(
  { accountId, userIds = [], staged: lists = [] }: TeamReads,
  { staged }: Pick<Named, 'staged'>,
): readonly Iterable<string>[] {
  return [lowerCased(userIds), ...lists.map(({ stageId }) => staged.get(keyOf(accountId, stageId))?.ids ?? [])];
}

const lowerCased = (ids: readonly string[]) => ids.map((id) => id.toLowerCase());

/** From this length on a list is not looked up id by id, and its members take long to read. */
const longList = 10_000;
export const isLong = (userIds: ReadonlySet<string> | undefined): boolean => (userIds?.size ?? 0) > longList;

/** What is stored about the mentioned users. */
export interface Found {
  readonly roster: readonly MemberRow[];
  readonly members: readonly (MemberRow & { readonly source: Origin['source'] })[];
}

/** Loads the mentioned users. The caller must hold the locks on their teams. */
export async function loadMentioned(tx: Transaction, mentioned: Mentioned): Promise<Found> {
  const wanted = [...mentioned.values()].flatMap(({ accountId, teamId, userIds }) =>
    isLong(userIds) ? [] : [...userIds].filter(isUuid).map((userId) => [accountId, teamId, userId] as const),
  );
  if (wanted.length === 0) return { roster: [], members: [] };
  const keys = [0, 1, 2].map((column) => idArray(wanted.map((row) => row[column] ?? '')));
  const of = (table: string, columns: string) =>
    `SELECT ${columns} FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS k(account_id, team_id, user_id)
       JOIN ${table} USING (account_id, team_id, user_id)`;
  const [roster, members] = await Promise.all([
    tx.query<MemberRow>(of('roster', 'account_id, team_id, user_id'), keys, { keepPlan: true }),
    tx.query<Found['members'][number]>(of('memberships', 'account_id, team_id, user_id, source'), keys, {
      keepPlan: true,
    }),
  ]);
  return { roster, members };
}

interface MembersToLoad {
  readonly mentioned: Mentioned;
  readonly found: Found;
  readonly unread: ReadonlySet<string>;
  /** How many may be loaded; absent where it is as many as there are. */
  readonly budget: MemberBudget | undefined;
}

/**
 * The members of the batch's teams, by `keyOf` of the team: the mentioned users, or all members where a message needs
 * all.
 */
export async function loadMembers(
  tx: Transaction,
  teams: readonly Team[],
  reads: readonly TeamReads[],
  { mentioned, found, unread, budget }: MembersToLoad,
): Promise<Map<string, TeamMembers>> {
  const readWhole = teams.filter(
    (team) =>
      readsAllMembers(team, reads, unread.has(keyOf(team.accountId, team.id))) ||
      isLong(mentioned.get(keyOf(team.accountId, team.id))?.userIds),
  );
  await budget?.teams(
    tx,
    readWhole.map(({ accountId, id }) => [accountId, id]),
  );
  const whole = await membersOfAll(tx, readWhole);
  const roster = Map.groupBy(found.roster, keyOfTeam);
  const members = Map.groupBy(found.members, keyOfTeam);
  for (const { accountId, id } of teams) {
    const key = keyOf(accountId, id);
    if (whole.has(key)) continue;
    const bySource = Map.groupBy(members.get(key) ?? [], ({ source }) => source);
    const idsOf = (rows: readonly MemberRow[] = []) => new Set(rows.map(({ user_id }) => user_id));
    whole.set(
      key,
      new TeamMembers({
        roster: idsOf(roster.get(key)),
        directory: idsOf(bySource.get('directory')),
        manual: idsOf(bySource.get('manual')),
        of: mentioned.get(key)?.userIds ?? new Set(),
      }),
    );
  }
  return whole;
}

/**
 * All members are needed where the list is replaced, where the team is taken over, and where members from before a
 * takeover are still in it. Where a takeover waits, the directory writes to what is kept of it.
 */
function readsAllMembers(team: Team, reads: readonly TeamReads[], isUnread: boolean): boolean {
  return reads.some(
    ({ accountId, teamId, displayName, allMembers, directory }) =>
      !(isUnread && directory === true) &&
      accountId === team.accountId &&
      (teamId?.toLowerCase() === team.id ||
        (displayName !== undefined && teamNameKey(displayName) === teamNameKey(team.displayName))) &&
      (allMembers === true || (directory === true && (team.ownedBy === 'workspace' || team.waitsUntil !== undefined))),
  );
}

/** Reads one row per team with all its ids: a hundred thousand rows would become a hundred thousand objects. */
async function membersOfAll(tx: Transaction, teams: readonly Team[]): Promise<Map<string, TeamMembers>> {
  if (teams.length === 0) return new Map();
  const of = (table: string, where = '') =>
    `(SELECT json_agg(x.user_id) FROM ${table} x WHERE x.account_id = k.account_id AND x.team_id = k.team_id${where})`;
  const rows = await tx.query<Record<'roster' | 'directory' | 'manual', string[] | null> & TeamKey>(
    `SELECT k.account_id, k.team_id, ${of('roster')} AS roster, ${of('memberships', ` AND x.source = 'directory'`)} AS directory,
            ${of('memberships', ` AND x.source = 'manual'`)} AS manual
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, team_id)`,
    idColumns(teams.map(({ accountId, id }) => [accountId, id] as const)),
    { prepare: true },
  );
  const members = new Map<string, TeamMembers>();
  const yieldIfLong = createYielder();
  const setOf = async (ids: readonly string[] | null) => {
    await yieldIfLong();
    return new Set(ids);
  };
  for (const { account_id, team_id, roster, directory, manual } of rows) {
    const loaded = { roster: await setOf(roster), directory: await setOf(directory), manual: await setOf(manual) };
    members.set(keyOf(account_id, team_id), new TeamMembers({ ...loaded, of: 'everybody' }));
  }
  await yieldIfLong();
  return members;
}

interface TeamKey {
  readonly account_id: string;
  readonly team_id: string;
}

interface MemberRow extends TeamKey {
  readonly user_id: string;
}

const keyOfTeam = ({ account_id, team_id }: TeamKey): string => keyOf(account_id, team_id);
