import type { AuditStreamOfAccount, AuditStreamState, AuditStreamView } from '@rollcall/contracts';
import { isOpenAccount, readRows, type DataSource } from '@rollcall/persistence';
import { stateOf } from '../../domain/streams/stream.js';
import type { AuditStreamRow } from '../entities/stream-row.js';
import { streamColumns } from './stream-columns.js';

/** A stream, and how far its log has come. */
export interface FoundStream extends AuditStreamRow {
  readonly size: number;
  /** When the oldest entry that is to be sent arrived. */
  readonly behind_since: Date | null;
}

/** How streams do, for metrics. */
export interface StreamCounts {
  readonly state: AuditStreamState;
  readonly streams: number;
  readonly behind: number;
  /** For how long the one has been failing that has been for longest, in seconds; 0 where none is. */
  readonly failing_s: number;
}

const maxRows = 1_000;

/** How the streams of logs do. */
export class StreamReadModel {
  constructor(private readonly reads: DataSource) {}

  /** All of an account, oldest first. */
  list(accountId: string): Promise<FoundStream[]> {
    return this.found('WHERE s.account_id = $1 ORDER BY s.id', [accountId]);
  }

  async find(accountId: string, id: string): Promise<FoundStream | undefined> {
    return (await this.found('WHERE s.account_id = $1 AND s.id = $2', [accountId, id]))[0];
  }

  /** Of all accounts, those first that fail or are behind. */
  all(): Promise<FoundStream[]> {
    const order = 's.failing_since NULLS LAST, coalesce(l.size, 0) - s.seq DESC, s.account_id, s.id';
    return this.found(`ORDER BY ${order} LIMIT ${maxRows}`, []);
  }

  /** Those of an account that the log says to fail. */
  async failing(accountId: string): Promise<{ readonly count: number; readonly since: Date } | undefined> {
    const [row] = await readRows<{ count: number; since: Date | null }>(
      this.reads,
      `SELECT count(*)::int AS count, min(failing_since) AS since FROM audit_streams
        WHERE account_id = $1 AND is_told AND failing_since IS NOT NULL AND NOT is_paused`,
      [accountId],
    );
    return row?.since ? { count: row.count, since: row.since } : undefined;
  }

  /** For metrics: how all do. */
  async counts(): Promise<StreamCounts[]> {
    return readRows<StreamCounts>(
      this.reads,
      `SELECT CASE WHEN is_paused THEN 'paused' WHEN failing_since IS NOT NULL THEN 'failing'
                   WHEN behind_since < now() - interval '1 minute' THEN 'behind' ELSE 'delivering' END AS state,
              count(*)::int AS streams, sum(greatest(0, size - seq)) AS behind,
              coalesce(extract(epoch FROM now() - min(failing_since) FILTER (WHERE NOT is_paused)), 0)::float8 AS failing_s
         FROM (${select}) s GROUP BY 1`,
    );
  }

  private found(where: string, values: readonly unknown[]): Promise<FoundStream[]> {
    return readRows<FoundStream>(this.reads, `${select} ${where}`, values);
  }
}

/** Of accounts that are not closed. The day that the next entry is of leads to its partition. */
const select = `
  SELECT ${streamColumns}, coalesce(l.size, 0)::float8 AS size, n.received_at AS behind_since
    FROM (SELECT * FROM audit_streams o WHERE ${isOpenAccount('o.account_id')}) s LEFT JOIN audit_logs l ON l.account_id = s.account_id AND l.log = s.log
    LEFT JOIN LATERAL (
      SELECT d.day, greatest(d.first_seq, s.seq + 1) AS next FROM account_days d
       WHERE d.account_id = s.account_id AND d.log = s.log AND l.size > s.seq
       ORDER BY (d.first_seq <= s.seq + 1) DESC, CASE WHEN d.first_seq <= s.seq + 1 THEN -d.first_seq ELSE d.first_seq END LIMIT 1) d ON true
    LEFT JOIN LATERAL (
      (SELECT e.received_at FROM entries e
        WHERE s.log = 'changes' AND e.account_id = s.account_id AND e.day = d.day AND e.seq >= d.next ORDER BY e.seq LIMIT 1)
      UNION ALL
      (SELECT e.received_at FROM read_entries e
        WHERE s.log = 'reads' AND e.account_id = s.account_id AND e.day = d.day AND e.seq >= d.next ORDER BY e.seq LIMIT 1)) n ON true`;

/** A stream as its account's admins see it. */
export function streamView(row: FoundStream, now: Date): AuditStreamView {
  const { version, kind, url, ca, format, is_paused: paused, created_at: createdAt } = row;
  const { last_at, delivered_at, rests_until, old_secret_ends_at: oldEnds } = row;
  const failing = row.failing_since === null || paused ? null : rests_until;
  return {
    ...stateView(row, now),
    version,
    kind,
    url,
    ...(ca === null ? {} : { ca }),
    format,
    paused,
    createdAt: createdAt.toISOString(),
    ...timeOf('lastAttemptAt', last_at),
    ...timeOf('deliveredAt', delivered_at),
    ...timeOf('nextAttemptAt', failing),
    ...timeOf('oldSecretEndsAt', oldEnds !== null && oldEnds > now ? oldEnds : null),
  };
}

/** A stream as operators see it. */
export function streamOfAccount(row: FoundStream, now: Date): AuditStreamOfAccount {
  return { accountId: row.account_id, ...stateView(row, now) };
}

function stateView(row: FoundStream, now: Date) {
  const { id, kind, log, seq, size, missed, problem, status, is_paused: isPaused } = row;
  const { behind_since: behindSince, failing_since: failingSince } = row;
  return {
    id,
    kind,
    log,
    state: stateOf({ isPaused, failingSince, behindSince }, now),
    seq,
    behind: Math.max(0, size - seq),
    missed,
    ...timeOf('behindSince', behindSince),
    ...timeOf('failingSince', failingSince),
    ...(problem === null ? {} : { problem }),
    ...(status === null ? {} : { status }),
  };
}

function timeOf<Name extends string>(name: Name, time: Date | null): { readonly [Key in Name]?: string } {
  return time === null ? {} : ({ [name]: time.toISOString() } as { [Key in Name]: string });
}
