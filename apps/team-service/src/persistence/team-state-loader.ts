import { defaultAccountSettings, isUuid, type AccountSettings } from '@rollcall/contracts';
import { keyOf, PrefetchRequired, type LoadRequest, type StateLoader, type Transaction } from '@rollcall/persistence';
import type { Account, Change, Held, TeamState } from '../domain/team-state.js';
import { teamNameKey } from '../domain/team-name.js';
import type { Person, Team } from '../domain/team.js';
import type { TeamReads } from '../reads.js';
import type { UserReplica } from '../user-replica/user-replica.js';
import { MemberBudget } from './member-budget.js';
import { idArray, idColumns, type IdPairs } from './ids.js';
import { loadGroups } from './load-groups.js';
import { loadMembers, loadMentioned, mentionedIn } from './load-members.js';
import { loadNamed } from './load-named.js';
import { loadTakeovers, unreadTeams } from './load-takeovers.js';
import { modeColumns, modeOfRow, type ModeRow } from './mode-rows.js';
import { loadUnknownUsers } from '../user-replica/load-unknown-users.js';
import { findTakeoversOfPeople, type TakeoversOfPeople } from './takeovers-of-people.js';
import type { TeamRow } from './entities/team-row.js';
import { teamColumns, teamOfRow } from './team-rows.js';
import { TeamUnitOfWork } from './team-unit-of-work.js';
import { toAskAbout } from './to-ask-about.js';

/** Accounts about whose users user-service did not answer. */
type UnansweredAccounts = ReadonlySet<string>;

/**
 * Loads the state for a batch: teams under row locks in the order of their ids, and only the members that messages
 * name, where these suffice. So a change of one member takes one round trip.
 */
export class TeamStateLoader implements StateLoader<TeamReads, TeamState, Change, UnansweredAccounts> {
  constructor(private readonly userReplica: UserReplica) {}

  /**
   * Before loading, accounts that are not replicated and users whom the replica does not have as users of the account are
   * queried from user-service: a push right after an assignment must not fail because the event of the assignment, or of
   * a restoration, has not arrived (rule 12).
   */
  load(
    tx: Transaction,
    requests: readonly LoadRequest<TeamReads>[],
    unasked?: UnansweredAccounts,
  ): Promise<TeamUnitOfWork | PrefetchRequired<UnansweredAccounts>> {
    return this.loadWithin(tx, requests, { unasked });
  }

  /** @throws Refusal dry-run-too-large before too many members are loaded */
  loadTogether(
    tx: Transaction,
    requests: readonly LoadRequest<TeamReads>[],
    unasked?: UnansweredAccounts,
  ): Promise<TeamUnitOfWork | PrefetchRequired<UnansweredAccounts>> {
    return this.loadWithin(tx, requests, { unasked, budget: new MemberBudget() });
  }

  private async loadWithin(
    tx: Transaction,
    requests: readonly LoadRequest<TeamReads>[],
    { unasked, budget }: { readonly unasked?: UnansweredAccounts; readonly budget?: MemberBudget },
  ): Promise<TeamUnitOfWork | PrefetchRequired<UnansweredAccounts>> {
    const reads = requests.map((request) => request.reads);
    // pg runs statements of one connection in the order in which they are issued: the account's lock comes first.
    const [, state] = await Promise.all([
      lockAccounts(tx, reads),
      loadUnderLock(tx, reads, { includeReplicateOnly: !unasked, budget }),
    ]);
    if (!unasked) {
      const asked = await toAskAbout(requests, state);
      if (asked.size > 0) return new PrefetchRequired(() => this.userReplica.replicate(asked));
    }
    const groups = await loadGroups(tx, state);
    return new TeamUnitOfWork({ ...state, groups, unasked: unasked ?? new Set() });
  }
}

interface UnderLock {
  readonly includeReplicateOnly: boolean;
  readonly budget: MemberBudget | undefined;
}

async function loadUnderLock(
  tx: Transaction,
  reads: readonly TeamReads[],
  { includeReplicateOnly, budget }: UnderLock,
) {
  // This takes no query where messages have neither staged lists, nor leavers, nor takeovers.
  const [named, teamsOfLeavers, proposedNames, takeoversOfPeople] = await Promise.all([
    loadNamed(tx, reads, includeReplicateOnly),
    loadTeamsOfLeavers(tx, reads),
    loadProposedNames(tx, reads),
    findTakeoversOfPeople(tx, reads),
  ]);
  const mentioned = mentionedIn(reads, named, teamsOfLeavers);
  const [accounts, people, unknownUserIds, held, teams, found] = await Promise.all([
    loadAccounts(tx, reads),
    loadPeople(tx, reads),
    loadUnknownUsers(tx, named),
    loadHeld(tx, reads),
    lockTeams(tx, reads, { teamsOfLeavers, takeoversOfPeople, proposedNames }),
    loadMentioned(tx, mentioned),
  ]);
  const takeovers = await loadTakeovers(tx, teams, { reads, mentioned, budget, takeoversOfPeople });
  const members = await loadMembers(tx, teams, reads, {
    mentioned,
    found,
    budget,
    unread: unreadTeams(takeovers, { teams, accounts, reads }),
  });
  const { staged, inline, lists } = named;
  return {
    accounts,
    people,
    unknownUserIds,
    held,
    teams,
    members,
    ...takeovers,
    staged,
    inline,
    lists,
    teamsOfLeavers,
  };
}

/**
 * A user who leaves an account leaves its teams, and no command may add that user meanwhile. So a departure takes the
 * account's advisory lock exclusively, and all other messages share it. It is one lock per account, however many users
 * a push names.
 */
async function lockAccounts(tx: Transaction, reads: readonly TeamReads[]): Promise<void> {
  const alone = new Map<string, boolean>();
  for (const { accountId, leaver } of reads) {
    alone.set(accountId, (alone.get(accountId) ?? false) || leaver !== undefined);
  }
  // All transactions take these locks in the same order, exclusive or shared, so that they cannot deadlock.
  await tx.query(
    `SELECT CASE WHEN k.alone THEN pg_advisory_xact_lock(k.key)::text ELSE pg_advisory_xact_lock_shared(k.key)::text END
       FROM (SELECT hashtextextended(u.id, 0) AS key, u.alone FROM unnest($1::text[], $2::boolean[]) AS u(id, alone) ORDER BY 1) AS k`,
    [[...alone.keys()], [...alone.values()]],
    { keepPlan: true },
  );
}

async function loadTeamsOfLeavers(tx: Transaction, reads: readonly TeamReads[]): Promise<Map<string, string[]>> {
  const leavers = reads.filter(({ leaver }) => leaver !== undefined);
  const found = new Map<string, string[]>();
  if (leavers.length === 0) return found;
  const rows = await tx.query<{ account_id: string; user_id: string; team_id: string }>(
    `WITH k AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS k(account_id, user_id, by_hand_before))
     SELECT account_id, user_id, team_id FROM k JOIN roster USING (account_id, user_id) WHERE by_hand_before IS NULL
      UNION SELECT account_id, user_id, team_id FROM k JOIN memberships USING (account_id, user_id)
             WHERE source = 'manual' AND (by_hand_before IS NULL OR added_at < by_hand_before)`,
    [
      ...idColumns(leavers.map(({ accountId, leaver = '' }) => [accountId, leaver] as const)),
      leavers.map(({ byHandBefore }) => byHandBefore?.toISOString() ?? null),
    ],
  );
  for (const { account_id, user_id, team_id } of rows) {
    const key = keyOf(account_id, user_id);
    found.set(key, [...(found.get(key) ?? []), team_id]);
  }
  return found;
}

/** Teams that no message names by their id. */
interface AlsoLocked {
  readonly teamsOfLeavers: ReadonlyMap<string, readonly string[]>;
  readonly takeoversOfPeople: TakeoversOfPeople;
  readonly proposedNames: IdPairs;
}

async function lockTeams(
  tx: Transaction,
  reads: readonly TeamReads[],
  { teamsOfLeavers, takeoversOfPeople, proposedNames }: AlsoLocked,
): Promise<Team[]> {
  const byId = [
    ...reads.flatMap(({ accountId, teamId, leaver = '' }) => [
      ...(teamId !== undefined && isUuid(teamId) ? [[accountId, teamId] as const] : []),
      ...(teamsOfLeavers.get(keyOf(accountId, leaver)) ?? []).map((id) => [accountId, id] as const),
    ]),
    ...[...takeoversOfPeople.values()].flat().map(({ accountId, teamId }) => [accountId, teamId] as const),
  ];
  const byName = [
    ...reads.flatMap(({ accountId, displayName }) =>
      displayName === undefined ? [] : [[accountId, teamNameKey(displayName)] as const],
    ),
    ...proposedNames,
  ];
  if (byId.length + byName.length === 0) return [];
  const rows = await tx.query<TeamRow>(
    `WITH wanted AS (
       SELECT t.account_id, t.id FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN teams t USING (account_id, id)
        UNION
       SELECT t.account_id, t.id FROM unnest($3::uuid[], $4::text[]) AS k(account_id, name_key)
         JOIN teams t USING (account_id, name_key)
     )
     SELECT ${teamColumns} FROM teams t JOIN wanted USING (account_id, id) ORDER BY t.id FOR UPDATE OF t`,
    [...idColumns(byId), idArray(byName.map(([account]) => account)), byName.map(([, name]) => name)],
    { keepPlan: true },
  );
  return rows.map(teamOfRow);
}

/** The names that teams get by takeovers of which commands decide: other teams may have them. */
async function loadProposedNames(tx: Transaction, reads: readonly TeamReads[]): Promise<IdPairs> {
  const wanted = reads.flatMap(({ accountId, takeoverId }) =>
    takeoverId === undefined ? [] : [[accountId, takeoverId] as const],
  );
  if (wanted.length === 0) return [];
  const rows = await tx.query<{ account_id: string; name: string }>(
    `SELECT o.account_id, n.name FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN takeovers o USING (account_id, id)
      CROSS JOIN LATERAL (VALUES (o.display_name), (o.former_name)) AS n(name) WHERE n.name IS NOT NULL`,
    idColumns(wanted),
  );
  return rows.map(({ account_id, name }) => [account_id, teamNameKey(name)] as const);
}

/**
 * The users of events. Where a query about users of the account is open, users that are not yet replicated count too.
 */
async function loadPeople(tx: Transaction, reads: readonly TeamReads[]): Promise<Person[]> {
  const affected = reads.flatMap(({ accountId, leaver, person = leaver }) =>
    person === undefined || !isUuid(person) ? [] : [[accountId, person] as const],
  );
  if (affected.length === 0) return [];
  // This is one statement because between two, the answer could be stored and the row of the open query be deleted.
  const rows = await tx.query<PersonRow>(
    `SELECT k.account_id, k.user_id, coalesce(p.version, 0)::int AS version, coalesce(p.active, false) AS active,
            coalesce(p.released, false) AS released
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id) LEFT JOIN people p USING (account_id, user_id)
      WHERE p.user_id IS NOT NULL OR EXISTS (SELECT FROM questions q WHERE q.account_id = k.account_id)`,
    idColumns(affected),
    { keepPlan: true },
  );
  return rows.map(({ account_id, user_id, ...state }) => ({ accountId: account_id, userId: user_id, ...state }));
}

interface PersonRow {
  readonly account_id: string;
  readonly user_id: string;
  readonly version: number;
  readonly active: boolean;
  readonly released: boolean;
}

async function loadHeld(tx: Transaction, reads: readonly TeamReads[]): Promise<Map<string, Held>> {
  const wanted = reads.flatMap(({ accountId, teamId, heldRun }) =>
    heldRun && teamId !== undefined ? [[accountId, teamId] as const] : [],
  );
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ account_id: string; team_id: string; would_evict: number | null }>(
    `SELECT h.account_id, h.team_id, h.would_evict FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, team_id)
       JOIN held_runs h USING (account_id, team_id)`,
    idColumns(wanted),
  );
  return new Map(
    rows.map(({ account_id, team_id, would_evict }) => [
      keyOf(account_id, team_id),
      would_evict === null ? {} : { wouldEvict: would_evict },
    ]),
  );
}

async function loadAccounts(tx: Transaction, reads: readonly TeamReads[]): Promise<Account[]> {
  const changing = reads.some(({ changesAccount }) => changesAccount);
  const rows = await tx.query<ModeRow & { id: string; version: number; settings: Partial<AccountSettings> }>(
    `SELECT id, version::int, settings, ${modeColumns} FROM accounts WHERE id = ANY($1::uuid[]) AND version > 0
      ORDER BY id ${changing ? 'FOR UPDATE' : ''}`,
    [[...new Set(reads.map(({ accountId }) => accountId))]],
    { keepPlan: true },
  );
  return rows.map(({ id, version, settings, ...mode }) => ({
    id,
    version,
    settings: { ...defaultAccountSettings, ...settings },
    ...modeOfRow(mode),
  }));
}
