import { isUuid } from '@rollcall/contracts';
import { keyOf, type Transaction } from '@rollcall/persistence';
import { isOver, type Takeover } from '../domain/takeover.js';
import type { Account, FormerMembers, TakeoverList } from '../domain/team-state.js';
import type { Team } from '../domain/team.js';
import type { TeamReads } from '../reads.js';
import type { TakeoverRow } from './entities/takeover-rows.js';
import { idArray, idColumns } from './ids.js';
import { isLong, type Mentioned } from './load-members.js';
import type { MemberBudget } from './member-budget.js';
import { takeoverColumns, takeoverLists, takeoverOfRow } from './takeover-rows.js';
import type { TakeoversOfPeople } from './takeovers-of-people.js';
import { TeamMembers } from './team-members.js';

/** What is stored of takeovers. */
export interface LoadedTakeovers {
  /** Newest first. */
  readonly takeovers: readonly Takeover[];
  /** By `listKey`. */
  readonly takeoverLists: ReadonlyMap<string, TeamMembers>;
  /** By `keyOf` of the takeover. */
  readonly formerMembers: ReadonlyMap<string, FormerMembers>;
  readonly takeoversOfPeople: TakeoversOfPeople;
}

export const listKey = (accountId: string, takeoverId: string, list: TakeoverList): string =>
  `${keyOf(accountId, takeoverId)}/${list}`;

const nothing = { takeovers: [], takeoverLists: new Map(), formerMembers: new Map() } as const;

/**
 * The takeovers of workspace teams that the directory writes to, of teams that are deleted, and of teams of which a
 * command decides one; and those that know of people who leave or come back, without their lists. Without such messages this takes no
 * query. The caller must hold the locks on the teams.
 */
export async function loadTakeovers(
  tx: Transaction,
  teams: readonly Team[],
  { reads, mentioned, budget, takeoversOfPeople }: Omit<Wanted, 'decided'> & Pick<LoadedTakeovers, 'takeoversOfPeople'>,
): Promise<LoadedTakeovers> {
  const wanted = teams.filter((team) => concerns(team, reads)).map(({ accountId, id }) => [accountId, id] as const);
  const knowing = [...takeoversOfPeople.values()].flat().map((each) => [each.accountId, each.takeoverId] as const);
  if (wanted.length + knowing.length === 0) return { ...nothing, takeoversOfPeople };
  const [takeovers, known] = await Promise.all([select(tx, 'team_id', wanted), select(tx, 'id', knowing)]);
  const decided = new Set(reads.flatMap(({ takeoverId }) => takeoverId?.toLowerCase() ?? []));
  const [takeoverLists, formerMembers] = await Promise.all([
    loadLists(tx, takeovers, { reads, decided, mentioned, budget }),
    loadFormer(
      tx,
      takeovers.filter(({ id, state }) => state === 'done' && decided.has(id)),
    ),
  ]);
  const others = known.filter(({ id }) => !takeovers.some((each) => each.id === id));
  return { takeovers: [...takeovers, ...others], takeoverLists, formerMembers, takeoversOfPeople };
}

/** Newest first. */
async function select(
  tx: Transaction,
  by: 'id' | 'team_id',
  keys: readonly (readonly [accountId: string, id: string])[],
): Promise<Takeover[]> {
  if (keys.length === 0) return [];
  const rows = await tx.query<TakeoverRow>(
    `SELECT ${takeoverColumns} FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, ${by})) AS k
       JOIN takeovers o USING (account_id, ${by}) ORDER BY o.proposed_at DESC, o.id DESC`,
    idColumns(keys),
  );
  return rows.map(takeoverOfRow);
}

/** The directory writes to a team by its id, or by its name; so every workspace team is looked at that a write has locked. */
function concerns({ accountId, id, ownedBy }: Team, reads: readonly TeamReads[]): boolean {
  return reads.some(
    ({ accountId: of, teamId, takeoverId, directory, takeovers }) =>
      of === accountId &&
      (takeoverId !== undefined || takeovers === true
        ? teamId?.toLowerCase() === id
        : directory === true && ownedBy === 'workspace'),
  );
}

interface Written {
  readonly teams: readonly Team[];
  readonly accounts: readonly Account[];
  readonly reads: readonly TeamReads[];
}

/**
 * The workspace teams whose own members are not read for what the directory writes, by `keyOf`: SCIM shows a kept proposal, or every
 * write is refused, or what waits for an admin is kept as changes.
 */
export function unreadTeams(
  { takeovers }: LoadedTakeovers,
  { teams, accounts, reads }: Written,
  now = new Date(),
): ReadonlySet<string> {
  const isUnread = ({ accountId, id, ownedBy }: Team): boolean => {
    if (ownedBy !== 'workspace') return false;
    const present = takeovers.find((each) => each.accountId === accountId && each.teamId === id && !isOver(each, now));
    if (present && (isDeclined(present) || (present.state === 'waiting' && present.kept))) return true;
    if (!areOnlyChanges(accountId, reads)) return false;
    if (present?.state === 'waiting' || present?.state === 'undone') return true;
    const account = accounts.find((each) => each.id === accountId);
    return present?.state !== 'allowed' && account?.settings.teamTakeover === 'review';
  };
  return new Set(teams.filter(isUnread).map(({ accountId, id }) => keyOf(accountId, id)));
}

const isDeclined = ({ state }: Takeover) => state === 'declined';

interface Wanted {
  readonly reads: readonly TeamReads[];
  readonly decided: ReadonlySet<string>;
  readonly mentioned: Mentioned;
  /** How many people may be loaded; absent where it is as many as there are. */
  readonly budget: MemberBudget | undefined;
}

async function loadLists(
  tx: Transaction,
  takeovers: readonly Takeover[],
  wanted: Wanted,
): Promise<Map<string, TeamMembers>> {
  const isOpen = (takeover: Takeover) =>
    !isDeclined(takeover) && takeover.state !== 'done' && takeover.state !== 'undone';
  const open = takeovers.filter((takeover) => isOpen(takeover) || wanted.decided.has(takeover.id));
  if (open.length === 0) return new Map();
  const few = open.filter((takeover) => isPartial(takeover, wanted));
  const changes = open.filter(
    ({ id, accountId, state, kept }) =>
      state === 'waiting' && !kept && !wanted.decided.has(id) && areOnlyChanges(accountId, wanted.reads),
  );
  const whole = open.filter((takeover) => !few.includes(takeover) && !changes.includes(takeover));
  await wanted.budget?.takeovers(
    tx,
    [...whole, ...changes].map(({ accountId, id }) => [accountId, id]),
  );
  const lists = await Promise.all([
    loadWhole(tx, whole, takeoverLists),
    loadWhole(tx, changes, ['on', 'off']),
    loadMentionedOf(tx, few, wanted.mentioned),
  ]);
  return new Map(lists.flat());
}

/** A change of a few members of a kept group needs no others. */
function isPartial({ accountId, id, teamId, state, kept }: Takeover, { reads, decided, mentioned }: Wanted): boolean {
  if (state !== 'waiting' || !kept || decided.has(id)) return false;
  const ofTeam = reads.filter((read) => read.accountId === accountId && read.directory === true);
  const isEverywhere = ofTeam.some(({ allMembers }) => allMembers === true);
  return !isEverywhere && !isLong(mentioned.get(keyOf(accountId, teamId))?.userIds);
}

/** All that the directory says of the account's teams in the batch are changes of some members. */
function areOnlyChanges(accountId: string, reads: readonly TeamReads[]): boolean {
  const ofAccount = reads.filter((read) => read.accountId === accountId && read.directory === true);
  return ofAccount.length > 0 && ofAccount.every(({ changesMembers }) => changesMembers === true);
}

type Lists = (readonly [string, TeamMembers])[];

const listOf = (ids: Iterable<string>, of: ReadonlySet<string> | 'everybody') =>
  new TeamMembers({ roster: new Set(ids), directory: new Set(), manual: new Set(), of });

async function loadWhole(
  tx: Transaction,
  takeovers: readonly Takeover[],
  names: readonly TakeoverList[],
): Promise<Lists> {
  if (takeovers.length === 0) return [];
  const rows = await tx.query<{ account_id: string; id: string; list: TakeoverList; ids: string[] | null }>(
    `SELECT k.account_id, k.id, l.list, (SELECT json_agg(x.user_id) FROM takeover_people x
            WHERE x.account_id = k.account_id AND x.takeover_id = k.id AND x.list = l.list) AS ids
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) CROSS JOIN unnest($3::text[]) AS l(list)`,
    [...idColumns(takeovers.map(({ accountId, id }) => [accountId, id] as const)), names],
  );
  return rows.map(({ account_id, id, list, ids }) => [listKey(account_id, id, list), listOf(ids ?? [], 'everybody')]);
}

async function loadMentionedOf(tx: Transaction, takeovers: readonly Takeover[], mentioned: Mentioned): Promise<Lists> {
  const lists: Lists = [];
  for (const { accountId, id, teamId } of takeovers) {
    const userIds = mentioned.get(keyOf(accountId, teamId))?.userIds ?? new Set<string>();
    const rows = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM takeover_people
        WHERE account_id = $1 AND takeover_id = $2 AND list = 'pushed' AND user_id = ANY($3::uuid[])`,
      [accountId, id, idArray([...userIds].filter(isUuid))],
    );
    lists.push([
      listKey(accountId, id, 'pushed'),
      listOf(
        rows.map(({ user_id }) => user_id),
        userIds,
      ),
    ]);
  }
  return lists;
}

async function loadFormer(tx: Transaction, takeovers: readonly Takeover[]): Promise<Map<string, FormerMembers>> {
  const former = new Map<string, FormerMembers>();
  for (const { accountId, id } of takeovers) {
    const [row] = await tx.query<{ users: string[] | null; all: string[] | null }>(
      `SELECT json_agg(f.user_id) AS "all", json_agg(f.user_id) FILTER (WHERE NOT p.released) AS users
         FROM takeover_people f LEFT JOIN people p USING (account_id, user_id)
        WHERE f.account_id = $1 AND f.takeover_id = $2 AND f.list = 'former'`,
      [accountId, id],
    );
    former.set(keyOf(accountId, id), { users: new Set(row?.users ?? []), all: new Set(row?.all ?? []) });
  }
  return former;
}
