import {
  auditLogs,
  ScimRequestRecorded,
  TeamEvents,
  UserEvents,
  type AuditLog,
  type DirectoryChanges,
} from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import { nextWindow, segmentsOf, type Window } from '../domain/windows.js';
import { Pace } from './entry-search.js';
import { keptView, tableOf, withSource, type FoundRow, type KeptView } from './kept-entry.js';
import { daysOf } from './log-days.js';

/** So long each log is counted; what is older is then left out, and the answer says so. */
const budgetMs = 200;
/** So far back the last request of a token and the last refusal are looked for. */
const daysBack = 31;

/** What was counted of one kind, of one token where it is a request. */
export interface CountedActivity {
  /** `request`, or the type of an event. */
  readonly what: string;
  readonly token_id: string | null;
  readonly refused: boolean;
  readonly count: number;
  /** The number of the newest of them in the log of changes. */
  readonly last: number;
}

export interface Counted {
  /** Since when was counted. */
  readonly since: Date;
  readonly rows: readonly CountedActivity[];
}

/** Which events count as what an identity provider did to people. */
export const countedEvents: Readonly<Record<string, keyof DirectoryChanges>> = {
  [UserEvents.created.type]: 'peopleCreated',
  [UserEvents.adopted.type]: 'peopleChanged',
  [UserEvents.restored.type]: 'peopleChanged',
  [UserEvents.updated.type]: 'peopleChanged',
  [UserEvents.typeChanged.type]: 'peopleChanged',
  [UserEvents.reactivated.type]: 'peopleChanged',
  [UserEvents.deactivated.type]: 'peopleDeactivated',
  [UserEvents.released.type]: 'peopleDeactivated',
  [TeamEvents.reconciled.type]: 'evictions',
};

const directoryEvents = Object.keys(countedEvents).filter((type) => type !== TeamEvents.reconciled.type);

/** What identity providers did: how often lately, and what last. Every statement names the account. */
export class ProvisioningReads {
  constructor(
    private readonly reads: DataSource,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Counts requests and what they did in both logs, newest first, back to `from` or as far as the time for it allows. */
  async count(accountId: string, from: Date): Promise<Counted> {
    const counted = await Promise.all(auditLogs.map((log) => this.countLog(accountId, log, from)));
    const since = new Date(Math.max(...counted.map((each) => each.since.getTime())));
    return { since, rows: counted.flatMap(({ rows }) => rows) };
  }

  private async countLog(accountId: string, log: AuditLog, from: Date): Promise<Counted> {
    const [days, size] = await daysOf(this.reads, accountId, log);
    const segments = segmentsOf(days, size, { from });
    const until = this.clock() + budgetMs;
    const pace = new Pace(false, this.clock);
    const rows: CountedActivity[] = [];
    for (let after: number | undefined; ;) {
      const window = nextWindow(segments, 'desc', after, pace.width);
      if (!window) return { since: from, rows };
      const { sql, values } = countStatement({ accountId, log, from }, window);
      rows.push(...(await pace.measure(() => readRows<CountedActivity>(this.reads, sql, values))));
      after = window.low;
      if (this.clock() > until && nextWindow(segments, 'desc', after, 1))
        return { since: (await this.receivedAt(accountId, log, window)) ?? from, rows };
    }
  }

  private async receivedAt(accountId: string, log: AuditLog, { low, firstDay }: Window): Promise<Date | undefined> {
    const [row] = await readRows<{ at: Date }>(
      this.reads,
      `SELECT received_at AS at FROM ${tableOf[log]} WHERE account_id = $1 AND seq = $2 AND day >= $3`,
      [accountId, low, firstDay],
    );
    return row?.at;
  }

  /** The newest request of each token in both logs that was let in: the newer of the two is last. */
  async lastRequests(accountId: string, tokenIds: readonly string[]): Promise<KeptView[]> {
    const found = await Promise.all(
      auditLogs.map(async (log) => {
        const rows = await readRows<FoundRow>(this.reads, lastRequestsStatement(log), [accountId, tokenIds]);
        return rows.map((row) => keptView(row, log));
      }),
    );
    return found.flat().sort((one, other) => one.at.localeCompare(other.at));
  }

  /** Entries of the log of changes by their numbers. */
  async entries(accountId: string, seqs: readonly number[], from: Date): Promise<KeptView[]> {
    if (seqs.length === 0) return [];
    const entries = `SELECT * FROM entries e WHERE e.account_id = $1 AND e.seq = ANY($2::bigint[]) AND e.day >= $3::date - 1`;
    const rows = await readRows<FoundRow>(this.reads, withSource(entries), [accountId, seqs, from]);
    return rows.map((row) => keptView(row, 'changes'));
  }

  /** The newest request of an identity provider that was not done. */
  async lastRefusal(accountId: string): Promise<KeptView | undefined> {
    const [row] = await readRows<FoundRow>(this.reads, lastRefusalStatement, [accountId]);
    return row && keptView(row, 'changes');
  }
}

/** Exported, like the next two, so that a spec can have it explained. */
export function countStatement(
  { accountId, log, from }: { readonly accountId: string; readonly log: AuditLog; readonly from: Date },
  { low, high, firstDay, lastDay }: Window,
): { readonly sql: string; readonly values: readonly unknown[] } {
  const sql = `
    SELECT CASE WHEN e.type = $7 THEN 'request' ELSE e.type END AS what,
           CASE WHEN e.type <> $7 THEN NULL WHEN e.actor_kind = 'directory' THEN e.actor_id
                WHEN e.subject_kind = 'token' THEN e.subject_id::text END AS token_id,
           e.type = $7 AND e.outcome NOT IN ('done', 'tried') AS refused,
           sum(CASE e.type WHEN $7 THEN coalesce((e.detail->>'standsFor')::int, 1)
                           WHEN $8 THEN json_array_length(e.detail->'evicted') ELSE 1 END)::float8 AS count,
           max(e.seq)::float8 AS last
      FROM ${tableOf[log]} e
     WHERE e.account_id = $1 AND e.seq BETWEEN $2 AND $3 AND e.day BETWEEN $4 AND $5 AND e.at >= $6
       AND (e.type IN ($7, $8) OR (e.actor_kind = 'directory' AND e.type = ANY($9::text[])
             AND (e.type <> $10 OR e.detail::jsonb->'changed' ? 'active')))
     GROUP BY 1, 2, 3`;
  const types = [ScimRequestRecorded.type, TeamEvents.reconciled.type, directoryEvents, UserEvents.released.type];
  return { sql, values: [accountId, low, high, firstDay, lastDay, from, ...types] };
}

/** $1 account, $2 tokens. */
export const lastRequestsStatement = (log: AuditLog) =>
  withSource(`SELECT l.* FROM unnest($2::text[]) AS t(id) CROSS JOIN LATERAL (
    SELECT * FROM ${tableOf[log]} x
     WHERE x.account_id = $1 AND x.actor_id = t.id AND x.type = '${ScimRequestRecorded.type}'
       AND x.day >= greatest(current_date - ${daysBack}, first_kept_day($1, '${log}'))
     ORDER BY x.seq DESC LIMIT 1) l`);

/** $1 account. */
export const lastRefusalStatement = withSource(`SELECT * FROM entries x
   WHERE x.account_id = $1 AND x.outcome <> 'done' AND x.outcome <> 'tried' AND x.type = '${ScimRequestRecorded.type}'
     AND x.day >= greatest(current_date - ${daysBack}, first_kept_day($1, 'changes'))
   ORDER BY x.seq DESC LIMIT 1`);
