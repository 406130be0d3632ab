import { defaultAccountSettings, type AccountSettings, type ReconcilerMode } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import type { LoadRequest, StateSource, Transaction } from '@rollcall/persistence';
import type { Account } from '../domain/team-book.js';
import { teamNameKey, type Membership, type Person, type Team } from '../domain/team.js';
import type { TeamNeeds } from '../needs.js';
import type { Acquaintances } from './acquaintances.js';
import { TeamMembers } from './team-members.js';
import { membershipOfRow, teamColumns, teamOfRow, type MembershipRow, type TeamRow } from './team-rows.js';
import { keyOf, TeamWorkingSet } from './team-working-set.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Loads what a batch needs: teams under row locks in id order; of their members only those that are named, where that is enough. */
export class TeamStateSource implements StateSource<TeamWorkingSet> {
  constructor(private readonly acquaintances: Acquaintances) {}

  /** People and accounts that were never heard of are asked about: a push right after an assignment must not fail for lag. */
  gather(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    return this.acquaintances.makeFor(messages);
  }

  async load(tx: Transaction, requests: readonly LoadRequest[], gathered: unknown): Promise<TeamWorkingSet> {
    const needs = requests.flatMap(({ needs: declared }) => (declared as TeamNeeds | undefined) ?? []);
    await lockAccounts(tx, needs);
    const staged = await loadStaged(tx, needs);
    const leavers = await loadTeamsOfLeavers(tx, needs);
    const teams = await lockTeams(tx, needs, leavers);
    const mentioned = mentionedBy(needs, staged);
    const [accounts, people, members, held] = await Promise.all([
      loadAccounts(tx, needs),
      loadPeople(tx, mentioned),
      loadMembers(tx, teams, needs, mentioned),
      loadHeld(tx, needs),
    ]);
    const unasked = (gathered as ReadonlySet<string> | undefined) ?? new Set<string>();
    return new TeamWorkingSet({ accounts, teams, people, members, staged, teamsOfLeavers: leavers, held, unasked });
  }
}

/**
 * Whoever leaves an account leaves its teams, and nobody may be put into one meanwhile: leaving takes the account's lock alone, all
 * else shares it. One lock per account, however many people a push names.
 */
async function lockAccounts(tx: Transaction, needs: readonly TeamNeeds[]): Promise<void> {
  const alone = new Map<string, boolean>();
  for (const { accountId, leaver } of needs) {
    alone.set(accountId, (alone.get(accountId) ?? false) || leaver !== undefined);
  }
  // In one order for everybody, whoever takes them alone and whoever shares them: so nobody waits in a circle.
  await tx.query(
    `SELECT CASE WHEN k.alone THEN pg_advisory_xact_lock(k.key)::text ELSE pg_advisory_xact_lock_shared(k.key)::text END
       FROM (SELECT hashtextextended(u.id, 0) AS key, u.alone FROM unnest($1::text[], $2::boolean[]) AS u(id, alone) ORDER BY 1) AS k`,
    [[...alone.keys()], [...alone.values()]],
    { prepare: true },
  );
}

type Staged = Map<string, Map<number, readonly string[]>>;

async function loadStaged(tx: Transaction, needs: readonly TeamNeeds[]): Promise<Staged> {
  const wanted = needs.flatMap(({ accountId, staged = [] }) =>
    staged.map(({ stageId }) => [accountId, stageId] as const),
  );
  const found: Staged = new Map();
  if (wanted.length === 0) return found;
  const rows = await tx.query<{ account_id: string; stage_id: string; part: number; user_ids: string[] }>(
    `SELECT s.account_id, s.stage_id, s.part, s.user_ids FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, stage_id)
       JOIN staged_members s USING (account_id, stage_id) ORDER BY s.part`,
    columnsOf(wanted),
  );
  for (const { account_id, stage_id, part, user_ids } of rows) {
    const key = keyOf(account_id, stage_id);
    found.set(key, (found.get(key) ?? new Map<number, readonly string[]>()).set(part, user_ids));
  }
  return found;
}

async function loadTeamsOfLeavers(tx: Transaction, needs: readonly TeamNeeds[]): Promise<Map<string, string[]>> {
  const leavers = needs.flatMap(({ accountId, leaver }) =>
    leaver === undefined ? [] : [[accountId, leaver] as const],
  );
  const found = new Map<string, string[]>();
  if (leavers.length === 0) return found;
  const rows = await tx.query<{ account_id: string; user_id: string; team_id: string }>(
    `WITH k AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id))
     SELECT account_id, user_id, team_id FROM k JOIN roster USING (account_id, user_id)
      UNION SELECT account_id, user_id, team_id FROM k JOIN memberships USING (account_id, user_id)`,
    columnsOf(leavers),
  );
  for (const { account_id, user_id, team_id } of rows) {
    const key = keyOf(account_id, user_id);
    found.set(key, [...(found.get(key) ?? []), team_id]);
  }
  return found;
}

async function lockTeams(
  tx: Transaction,
  needs: readonly TeamNeeds[],
  leavers: ReadonlyMap<string, readonly string[]>,
): Promise<Team[]> {
  const byId = needs.flatMap(({ accountId, teamId, leaver }) => [
    ...(teamId !== undefined && uuid.test(teamId) ? [[accountId, teamId] as const] : []),
    ...(leaver === undefined
      ? []
      : (leavers.get(keyOf(accountId, leaver)) ?? []).map((id) => [accountId, id] as const)),
  ]);
  const byName = needs.flatMap(({ accountId, displayName }) =>
    displayName === undefined ? [] : [[accountId, teamNameKey(displayName)] as const],
  );
  if (byId.length + byName.length === 0) return [];
  const rows = await tx.query<TeamRow>(
    `WITH wanted AS (
       SELECT t.account_id, t.id FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN teams t USING (account_id, id)
        UNION
       SELECT t.account_id, t.id FROM unnest($3::uuid[], $4::text[]) AS k(account_id, name_key)
         JOIN teams t USING (account_id, name_key)
     )
     SELECT ${teamColumns} FROM teams t JOIN wanted USING (account_id, id) ORDER BY t.id FOR UPDATE OF t`,
    [...columnsOf(byId), ...columnsOf(byName)],
    { prepare: true },
  );
  return rows.map(teamOfRow);
}

/** Every person whom a message names, by account. */
type Mentioned = Map<string, Set<string>>;

function mentionedBy(needs: readonly TeamNeeds[], staged: Staged): Mentioned {
  const mentioned: Mentioned = new Map();
  for (const { accountId, userIds = [], staged: lists = [], leaver, person } of needs) {
    const people = mentioned.get(accountId) ?? new Set<string>();
    mentioned.set(accountId, people);
    for (const userId of userIds) people.add(userId.toLowerCase());
    for (const { stageId } of lists) {
      for (const part of staged.get(keyOf(accountId, stageId))?.values() ?? []) {
        for (const userId of part) people.add(userId.toLowerCase());
      }
    }
    for (const userId of [leaver, person]) if (userId !== undefined) people.add(userId.toLowerCase());
  }
  return mentioned;
}

async function loadPeople(tx: Transaction, mentioned: Mentioned): Promise<Person[]> {
  const pairs = [...mentioned].flatMap(([accountId, ids]) =>
    [...ids].filter((id) => uuid.test(id)).map((id) => [accountId, id] as const),
  );
  if (pairs.length === 0) return [];
  const rows = await tx.query<{
    account_id: string;
    user_id: string;
    version: number;
    active: boolean;
    released: boolean;
  }>(
    `SELECT p.account_id, p.user_id, p.version::int, p.active, p.released
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id) JOIN people p USING (account_id, user_id)`,
    columnsOf(pairs),
    { prepare: true },
  );
  return rows.map(({ account_id, user_id, ...state }) => ({ accountId: account_id, userId: user_id, ...state }));
}

async function loadMembers(
  tx: Transaction,
  teams: readonly Team[],
  needs: readonly TeamNeeds[],
  mentioned: Mentioned,
): Promise<Map<string, TeamMembers>> {
  const found = new Map<string, TeamMembers>();
  const everybody = teams.filter((team) => needsEverybody(team, needs));
  const some = teams.filter((team) => !everybody.includes(team));
  const [whole, part] = await Promise.all([rowsOfAll(tx, everybody), rowsOfSome(tx, some, mentioned)]);
  const collect = (
    of: readonly Team[],
    rows: MemberRows,
    loaded: (team: Team) => ReadonlySet<string> | 'everybody',
  ) => {
    const roster = Map.groupBy(rows.roster, ({ team_id }) => team_id);
    const memberships = Map.groupBy(rows.memberships, ({ team_id }) => team_id);
    for (const team of of) {
      const listed = (roster.get(team.id) ?? []).map(({ user_id }) => user_id);
      const members: Membership[] = (memberships.get(team.id) ?? []).map(membershipOfRow);
      found.set(keyOf(team.accountId, team.id), new TeamMembers(listed, members, loaded(team)));
    }
  };
  collect(everybody, whole, () => 'everybody');
  collect(some, part, ({ accountId }) => mentioned.get(accountId) ?? new Set());
  return found;
}

/** The list is replaced, or the team is taken over, or it still has the members of before it was. */
function needsEverybody(team: Team, needs: readonly TeamNeeds[]): boolean {
  return needs.some(
    ({ accountId, teamId, displayName, everybody, directory }) =>
      accountId === team.accountId &&
      (teamId?.toLowerCase() === team.id ||
        (displayName !== undefined && teamNameKey(displayName) === teamNameKey(team.displayName))) &&
      (everybody === true || (directory === true && (team.ownedBy === 'workspace' || team.waitsUntil !== undefined))),
  );
}

interface MemberRows {
  readonly roster: readonly { readonly team_id: string; readonly user_id: string }[];
  readonly memberships: readonly MembershipRow[];
}

async function rowsOfAll(tx: Transaction, teams: readonly Team[]): Promise<MemberRows> {
  if (teams.length === 0) return { roster: [], memberships: [] };
  const keys = columnsOf(teams.map(({ accountId, id }) => [accountId, id] as const));
  const from = (table: string) =>
    `FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, team_id) JOIN ${table} USING (account_id, team_id)`;
  const [roster, memberships] = await Promise.all([
    tx.query<MemberRows['roster'][number]>(`SELECT team_id, user_id ${from('roster')}`, keys, { prepare: true }),
    tx.query<MembershipRow>(`SELECT team_id, user_id, source, added_at, added_by ${from('memberships')}`, keys, {
      prepare: true,
    }),
  ]);
  return { roster, memberships };
}

async function rowsOfSome(tx: Transaction, teams: readonly Team[], mentioned: Mentioned): Promise<MemberRows> {
  const wanted = teams.flatMap(({ accountId, id }) =>
    [...(mentioned.get(accountId) ?? [])]
      .filter((userId) => uuid.test(userId))
      .map((userId) => [accountId, id, userId]),
  );
  if (wanted.length === 0) return { roster: [], memberships: [] };
  const keys = [0, 1, 2].map((column) => wanted.map((row) => row[column]));
  const from = (table: string) =>
    `FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS k(account_id, team_id, user_id) JOIN ${table} USING (account_id, team_id, user_id)`;
  const [roster, memberships] = await Promise.all([
    tx.query<MemberRows['roster'][number]>(`SELECT team_id, user_id ${from('roster')}`, keys, { prepare: true }),
    tx.query<MembershipRow>(`SELECT team_id, user_id, source, added_at, added_by ${from('memberships')}`, keys, {
      prepare: true,
    }),
  ]);
  return { roster, memberships };
}

async function loadHeld(tx: Transaction, needs: readonly TeamNeeds[]): Promise<Set<string>> {
  const wanted = needs.flatMap(({ accountId, teamId, heldRun }) =>
    heldRun && teamId !== undefined ? [[accountId, teamId] as const] : [],
  );
  if (wanted.length === 0) return new Set();
  const rows = await tx.query<{ account_id: string; team_id: string }>(
    `SELECT h.account_id, h.team_id FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, team_id)
       JOIN held_runs h USING (account_id, team_id)`,
    columnsOf(wanted),
  );
  return new Set(rows.map(({ account_id, team_id }) => keyOf(account_id, team_id)));
}

async function loadAccounts(tx: Transaction, needs: readonly TeamNeeds[]): Promise<Account[]> {
  const changing = needs.some(({ changesAccount }) => changesAccount);
  const rows = await tx.query<{
    id: string;
    version: number;
    settings: Partial<AccountSettings>;
    mode: ReconcilerMode;
  }>(
    `SELECT id, version::int, settings, mode FROM accounts WHERE id = ANY($1::uuid[]) AND version > 0
      ORDER BY id ${changing ? 'FOR UPDATE' : ''}`,
    [[...new Set(needs.map(({ accountId }) => accountId))]],
    { prepare: true },
  );
  return rows.map(({ settings, ...row }) => ({ ...row, settings: { ...defaultAccountSettings, ...settings } }));
}

const columnsOf = (pairs: readonly (readonly [string, string])[]): string[][] => [
  pairs.map(([first]) => first),
  pairs.map(([, second]) => second),
];
