import { isUuid } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { keyOf, type TableWrite, type Transaction } from '@rollcall/persistence';
import type { Account } from '../domain/account/account.js';
import { alwaysMayLeave } from '../domain/leavers/brake.js';
import type { BrakeCounts, Leaver, LeaverDecision } from '../domain/leavers/leaver.js';
import type { Change, DecisionAboutAll } from '../domain/user-state.js';
import type { User } from '../domain/user/user.js';
import type { UserReads } from '../reads.js';
import type { LeaverRow } from './entities/leaver-rows.js';

/** The brake counts who left within this time. */
export const windowMinutes = 10;

/** What is stored of the brakes that a batch needs. */
export interface LoadedLeavers {
  /** By account, in lower case. */
  readonly brakes: ReadonlyMap<string, BrakeCounts>;
  readonly leavers: readonly Leaver[];
  /** Who of those who may leave has left within the ten minutes already, by `keyOf`. */
  readonly recent?: ReadonlySet<string>;
}

/**
 * The accounts whose brake a batch needs, and how many may leave each: those that have one and of whom somebody may leave, and those whose leavers it is about. Without a brake
 * nothing is loaded, and no lock taken.
 */
export function accountsWithBrake(
  reads: readonly UserReads[],
  accounts: readonly Account[],
  users: readonly User[],
): Map<string, number> {
  if (reads.every(({ isApproved }) => isApproved === true)) return new Map();
  const on = new Set(accounts.filter(({ settings }) => settings.deprovisionBrake !== 'off').map(({ id }) => id));
  const leaving = new Map(users.flatMap(({ isHeld, accountId }) => (isHeld ? [[accountId.toLowerCase(), 0]] : [])));
  for (const { accountId, leaves, leavers } of reads) {
    const id = accountId.toLowerCase();
    if (leavers || (leaves && on.has(id))) leaving.set(id, (leaving.get(id) ?? 0) + (leaves ? 1 : 0));
  }
  return leaving;
}

/**
 * Loads what the brakes have counted, and the leavers among the users of the batch and the people it names. Needs the lock of
 * these accounts' rows: everybody who leaves an account with a brake, and every change of the list, takes it.
 */
export async function loadLeavers(
  tx: Transaction,
  { users, reads, leaving }: LeaversRequest,
): Promise<LoadedLeavers | undefined> {
  const named = [
    ...users.flatMap(({ isHeld, accountId, id }) => (isHeld ? [[accountId, id] as const] : [])),
    ...reads.flatMap(({ accountId, leavers = [] }) => leavers.map((userId) => [accountId, userId] as const)),
  ];
  if (leaving.size === 0 && named.length === 0) return undefined;
  const mayLeave = reads.flatMap(({ accountId, userId, leaves }) =>
    leaves && userId !== undefined && isUuid(userId) && leaving.has(accountId.toLowerCase())
      ? [[accountId, userId] as const]
      : [],
  );
  const [counts, rows, recent] = await Promise.all([
    leaving.size === 0 ? [] : tx.query<CountsRow>(countsOf, [[...leaving.keys()], [...leaving.values()]]),
    named.length === 0 ? [] : tx.query<LeaverRow>(leaversOf, [named.map(([id]) => id), named.map(([, id]) => id)]),
    mayLeave.length === 0
      ? []
      : tx.query<RecentRow>(recentOf, [mayLeave.map(([id]) => id), mayLeave.map(([, id]) => id)]),
  ]);
  return {
    brakes: new Map(counts.map((row) => [row.account_id, countsFrom(row)])),
    leavers: rows.map(leaverOf),
    recent: new Set(recent.map((row) => keyOf(row.account_id, row.user_id))),
  };
}

export interface LeaversRequest {
  readonly users: readonly User[];
  readonly reads: readonly UserReads[];
  readonly leaving: ReadonlyMap<string, number>;
}

interface CountsRow {
  readonly account_id: string;
  readonly left: number;
  readonly people: number | null;
  readonly held: number;
  readonly passes_until: Date | null;
}

/** People are counted only where more than the first twenty may have left: by the counters, and the few who are inactive. */
const countsOf = `SELECT a.account_id, w."left", h.held, p.passes_until,
    CASE WHEN w."left" + a.coming > ${alwaysMayLeave} THEN w."left"
      + (SELECT coalesce(sum(managed), 0) FROM user_counts c WHERE c.account_id = a.account_id)::int
      - (SELECT count(*) FROM users u WHERE u.account_id = a.account_id AND NOT u.active AND NOT u.released
                                        AND u.managed_by = 'directory')::int END AS people
  FROM unnest($1::uuid[], $2::int[]) AS a(account_id, coming)
 CROSS JOIN LATERAL (SELECT count(*)::int AS "left" FROM recent_leavers l
                      WHERE l.account_id = a.account_id AND l.left_at > now() - interval '${windowMinutes} minutes') w
 CROSS JOIN LATERAL (SELECT count(*)::int AS held FROM leavers l WHERE l.account_id = a.account_id AND l.state = 'held') h
  LEFT JOIN leaver_passes p ON p.account_id = a.account_id`;

const leaversOf = `SELECT l.* FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id) JOIN leavers l USING (account_id, user_id)`;

interface RecentRow {
  readonly account_id: string;
  readonly user_id: string;
}

const recentOf = `SELECT l.account_id, l.user_id FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id)
  JOIN recent_leavers l USING (account_id, user_id) WHERE l.left_at > now() - interval '${windowMinutes} minutes'`;

function countsFrom({ left, people, held, passes_until: until }: CountsRow): BrakeCounts {
  return {
    left,
    held,
    ...(people === null ? {} : { people }),
    ...(until === null ? {} : { passesUntil: until.toISOString() }),
  };
}

export function leaverOf(row: LeaverRow): Leaver {
  return {
    accountId: row.account_id,
    userId: row.user_id,
    state: row.state,
    leaving: row.leaving,
    tokenId: row.token_id,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    times: row.times,
    ...(row.decision === null ? {} : { decided: { actor: row.decision.actor, at: row.decision.at } }),
  };
}

type CausedBy = Pick<Message, 'id' | 'correlationId' | 'payload'> | undefined;
type LeaverChange = Extract<Change, { kind: 'left' | 'leaver' | 'all-leavers' }>;

/** The decision with the command that brought it, whose consequences it is told as. */
interface CausedDecision extends LeaverDecision {
  readonly id?: string;
  readonly correlationId?: string;
}

interface Held extends Leaver {
  readonly decided?: CausedDecision;
}

/** The leavers of one batch: as loaded, with what its decisions have made of them. */
export class Leavers {
  private readonly counts: Map<string, BrakeCounts>;
  private readonly people = new Map<string, Held>();
  /** Whose rows are written, or deleted. */
  private readonly touched = new Map<string, { readonly accountId: string; readonly userId: string }>();
  private readonly left = new Map<string, object>();
  private readonly aboutAll = new Map<
    string,
    { readonly change: DecisionAboutAll; readonly decided: CausedDecision }
  >();
  private readonly passes = new Map<string, object>();

  private readonly recent: ReadonlySet<string>;

  constructor({ brakes, leavers, recent = new Set() }: LoadedLeavers = { brakes: new Map(), leavers: [] }) {
    this.counts = new Map(brakes);
    this.recent = recent;
    for (const leaver of leavers) this.people.set(keyOf(leaver.accountId, leaver.userId), leaver);
  }

  brake(accountId: string): BrakeCounts | undefined {
    return this.counts.get(accountId.toLowerCase());
  }

  find(accountId: string, userId: string): Leaver | undefined {
    return this.people.get(keyOf(accountId, userId));
  }

  hasLeft(accountId: string, userId: string): boolean {
    const key = keyOf(accountId, userId);
    return this.recent.has(key) || this.left.has(key);
  }

  apply(change: LeaverChange, message: CausedBy): void {
    if (change.kind === 'left') this.takeLeft(change);
    else if (change.kind === 'leaver') this.takeLeaver(change, message);
    else this.takeAll(change, message);
  }

  writes(): TableWrite[] {
    const touched = [...this.touched.values()].sort((one, other) => (one.userId < other.userId ? -1 : 1));
    const stay = touched.flatMap(({ accountId, userId }) => this.people.get(keyOf(accountId, userId)) ?? []);
    const gone = touched.filter(({ accountId, userId }) => !this.people.has(keyOf(accountId, userId)));
    return [
      { name: 'new_recent_leavers', rows: [...this.left.values()], sql: insertRecent },
      { name: 'kept_leavers', rows: stay.map(rowOf), sql: writeLeavers },
      {
        name: 'gone_leavers',
        rows: gone.map(({ accountId, userId }) => rowKey(accountId, userId)),
        sql: deleteLeavers,
      },
      { name: 'decided_leavers', rows: [...this.aboutAll.values()].map((each) => this.rowOfAll(each)), sql: decideAll },
      { name: 'new_passes', rows: [...this.passes.values()], sql: writePasses },
    ];
  }

  private takeLeft({ accountId, userId, at }: Extract<Change, { kind: 'left' }>): void {
    this.left.set(keyOf(accountId, userId), { ...rowKey(accountId, userId), left_at: at });
    this.count(accountId, ({ left }) => ({ left: left + 1 }));
  }

  private takeLeaver({ accountId, userId, leaver }: Extract<Change, { kind: 'leaver' }>, message: CausedBy): void {
    const key = keyOf(accountId, userId);
    const before = this.people.get(key);
    const held = Number(leaver?.state === 'held') - Number(before?.state === 'held');
    this.count(accountId, (counts) => ({ held: counts.held + held }));
    this.touched.set(key, { accountId, userId });
    if (!leaver) this.people.delete(key);
    else if (leaver.decided && leaver.decided !== before?.decided)
      this.people.set(key, { ...leaver, decided: caused(leaver.decided, message) });
    else this.people.set(key, leaver);
  }

  private takeAll(change: DecisionAboutAll, message: CausedBy): void {
    const { to: state, passesUntil } = change;
    const accountId = change.accountId.toLowerCase();
    const decided = caused(change.decided, message);
    for (const [key, leaver] of this.people) {
      if (leaver.accountId.toLowerCase() !== accountId || leaver.state !== 'held') continue;
      this.people.set(key, { ...leaver, state, decided });
      this.touched.set(key, leaver);
    }
    this.aboutAll.set(accountId, { change, decided });
    if (passesUntil !== undefined) this.passes.set(accountId, { account_id: accountId, passes_until: passesUntil });
    this.count(accountId, () => ({ held: 0, ...(passesUntil === undefined ? {} : { passesUntil }) }));
  }

  private count(accountId: string, change: (counts: BrakeCounts) => Partial<BrakeCounts>): void {
    const key = accountId.toLowerCase();
    const counts = this.counts.get(key);
    if (counts) this.counts.set(key, { ...counts, ...change(counts) });
  }

  /** Rows that the batch writes itself are left to it: no two writes of one statement may touch the same. */
  private rowOfAll({
    change,
    decided,
  }: {
    readonly change: DecisionAboutAll;
    readonly decided: CausedDecision;
  }): object {
    const { to } = change;
    const accountId = change.accountId.toLowerCase();
    const own = [...this.touched.values()].filter((each) => each.accountId.toLowerCase() === accountId);
    return {
      account_id: accountId,
      state: to,
      decision: decided,
      except_users: own.map(({ userId }) => userId.toLowerCase()),
    };
  }
}

const rowKey = (accountId: string, userId: string) => ({ account_id: accountId, user_id: userId });

function caused(decided: LeaverDecision, message: CausedBy): CausedDecision {
  return message ? { ...decided, id: message.id, correlationId: message.correlationId } : decided;
}

function rowOf({ accountId, userId, state, leaving, tokenId, firstAt, lastAt, times, decided }: Held) {
  const what = { state, leaving, token_id: tokenId, first_at: firstAt, last_at: lastAt, times };
  return { ...rowKey(accountId, userId), ...what, decision: decided ?? null };
}

const insertRecent = (json: string) =>
  `INSERT INTO recent_leavers (account_id, user_id, left_at)
   SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, user_id uuid, left_at timestamptz)
   ON CONFLICT (account_id, user_id) DO UPDATE SET left_at = excluded.left_at`;

const writeLeavers = (json: string) =>
  `INSERT INTO leavers (account_id, user_id, state, leaving, token_id, first_at, last_at, times, decision)
   SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, user_id uuid, state text, leaving text, token_id text,
     first_at timestamptz, last_at timestamptz, times int, decision json)
   ON CONFLICT (account_id, user_id) DO UPDATE SET state = excluded.state, leaving = excluded.leaving,
     token_id = excluded.token_id, last_at = excluded.last_at, times = excluded.times, decision = excluded.decision`;

const deleteLeavers = (json: string) =>
  `DELETE FROM leavers l USING json_to_recordset(${json}) AS r(account_id uuid, user_id uuid)
    WHERE l.account_id = r.account_id AND l.user_id = r.user_id`;

const decideAll = (json: string) =>
  `UPDATE leavers l SET state = r.state, decision = r.decision
     FROM json_to_recordset(${json}) AS r(account_id uuid, state text, decision json, except_users json)
    WHERE l.account_id = r.account_id AND l.state = 'held'
      AND NOT l.user_id::text IN (SELECT json_array_elements_text(r.except_users))`;

const writePasses = (json: string) =>
  `INSERT INTO leaver_passes (account_id, passes_until)
   SELECT * FROM json_to_recordset(${json}) AS r(account_id uuid, passes_until timestamptz)
   ON CONFLICT (account_id) DO UPDATE SET passes_until = excluded.passes_until`;
