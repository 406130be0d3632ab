import { isOpenAccount, readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import type { AuditStreamRow } from '../entities/stream-row.js';
import { streamColumns } from './stream-columns.js';

/** So many numbers one message is of. */
export const batchSize = 100;

/** A stream for which this turn sends, and up to where; without a `batch_to` there is nothing to send but a heartbeat. */
export interface TakenStream extends AuditStreamRow {
  /** The message was not tried before: where it ends may still be set. */
  readonly is_new_batch: boolean;
}

/** Which streams are looked for: those whose last attempt was a success, or a failure. They have places of their own. */
export type Health = 'well' | 'failing';

/** Why an attempt failed, and when the next one is. */
export interface StreamFailure {
  readonly problem: string;
  readonly status: number | undefined;
  readonly nextAt: Date;
}

/**
 * The streams that have something to send, or have said nothing for so long that a heartbeat is due. One instance at a time sends for a stream, and at most one of each health of an account: so an account takes
 * two places, whatever its receivers are like.
 */
export class StreamQueue {
  private readonly leaseS: number;
  private readonly heartbeatS: number;

  /**
   * @param leaseMs another instance may send where this one has not said for so long how it goes: longer than an attempt
   * @param heartbeatMs a receiver that has accepted nothing for so long is sent a heartbeat
   */
  constructor(
    private readonly dataSource: DataSource,
    { leaseMs = 60_000, heartbeatMs = 3_600_000 }: { readonly leaseMs?: number; readonly heartbeatMs?: number } = {},
  ) {
    this.leaseS = Math.ceil(leaseMs / 1_000);
    this.heartbeatS = Math.ceil(heartbeatMs / 1_000);
  }

  /**
   * Takes streams which have something to send, or whose heartbeat is due, do not cool down, and which no instance has; of those that fail first who has failed
   * a few times only. Where no message is under way, it says of how many entries the next one is.
   * @param by the id of the turn
   */
  take(count: number, health: Health, by: string): Promise<TakenStream[]> {
    return readRows<TakenStream>(
      this.dataSource,
      takeStreams,
      [count, this.leaseS, batchSize, health === 'failing', by, this.heartbeatS],
      {
        prepare: true,
      },
    );
  }

  /** Sets where the message that is under way ends, before its first attempt: it would be too long. */
  async shorten({ account_id, id, seq }: TakenStream, to: number): Promise<void> {
    await readRows(
      this.dataSource,
      'UPDATE audit_streams SET batch_to = $4 WHERE account_id = $1 AND id = $2 AND seq = $3 AND batch_to > $4',
      [account_id, id, seq, to],
    );
  }

  /**
   * Notes that a message was taken: the stream goes on behind it, after a heartbeat where it was.
   * @param missed how many of its entries were not there any more
   * @returns the stream as it is now, where it has more to send; what an admin has changed meanwhile counts from here
   */
  async delivered(
    { account_id, id, seq, taken_by }: TakenStream,
    of: { readonly to: number; readonly missed: number; readonly status: number | undefined },
  ): Promise<TakenStream | undefined> {
    const [row] = await readRows<AuditStreamRow>(
      this.dataSource,
      noteDelivered,
      [account_id, id, seq, of.to, of.missed, of.status ?? null, this.leaseS, batchSize, taken_by],
      { prepare: true },
    );
    return row?.batch_to == null || row.is_paused ? undefined : { ...row, is_new_batch: true };
  }

  /**
   * Notes that a message was not taken: the stream keeps its place, and cools down.
   * @returns since when it fails and whether that was told; undefined where an admin has meanwhile led it elsewhere, or removed it
   */
  async failed(
    { account_id, id, seq, url }: TakenStream,
    { problem, status, nextAt }: StreamFailure,
  ): Promise<Pick<AuditStreamRow, 'failing_since' | 'is_told'> | undefined> {
    const [row] = await readRows<Pick<AuditStreamRow, 'failing_since' | 'is_told'>>(
      this.dataSource,
      `UPDATE audit_streams
          SET failures = failures + 1, failing_since = coalesce(failing_since, now()), problem = $5, status = $6,
              last_at = now(), rests_until = $7, taken_until = NULL, taken_by = NULL
        WHERE account_id = $1 AND id = $2 AND seq = $3 AND url = $4 RETURNING failing_since, is_told`,
      [account_id, id, seq, url, problem, status ?? null, nextAt],
      { prepare: true },
    );
    return row;
  }

  /** Gives a stream back, where this turn still has it. */
  async giveBack({ account_id, id, taken_by }: Pick<TakenStream, 'account_id' | 'id' | 'taken_by'>): Promise<void> {
    await readRows(
      this.dataSource,
      `UPDATE audit_streams SET taken_until = NULL, taken_by = NULL WHERE account_id = $1 AND id = $2 AND taken_by = $3`,
      [account_id, id, taken_by],
    );
  }
}

/** Notes that the log says that a stream fails, or does no more. @returns whether it did not say so before */
export async function noteAnnounced(
  tx: Transaction,
  { account_id, id }: Pick<AuditStreamRow, 'account_id' | 'id'>,
  isAnnounced: boolean,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE audit_streams SET is_told = $3
      WHERE account_id = $1 AND id = $2 AND is_told <> $3 AND (failing_since IS NOT NULL) = $3 RETURNING id`,
    [account_id, id, isAnnounced],
  );
  return rows.length > 0;
}

/** It has sent nothing for so long that a heartbeat is due. */
const isSilent = 'coalesce(s.delivered_at, s.created_at) <= now() - make_interval(secs => $6)';

const takeStreams = `
  WITH ready AS (
    SELECT DISTINCT ON (s.account_id) s.account_id, s.id
      FROM audit_streams s LEFT JOIN audit_logs l ON l.account_id = s.account_id AND l.log = s.log
     WHERE NOT s.is_paused AND s.rests_until <= now() AND (s.failures > 0) = $4
       AND (l.size > s.seq OR ${isSilent})
       AND ${isOpenAccount('s.account_id')}
       AND NOT EXISTS (SELECT FROM audit_streams o
                        WHERE o.account_id = s.account_id AND o.taken_until > now() AND (o.failures > 0) = $4)
     ORDER BY s.account_id, s.last_at NULLS FIRST, s.id),
  taken AS (
    SELECT s.account_id, s.id, s.batch_to, l.size FROM audit_streams s JOIN ready USING (account_id, id)
      LEFT JOIN audit_logs l ON l.account_id = s.account_id AND l.log = s.log
     WHERE s.taken_until IS NULL OR s.taken_until <= now()
     ORDER BY least(s.failures, 6), s.last_at NULLS FIRST LIMIT $1 FOR UPDATE OF s SKIP LOCKED)
  UPDATE audit_streams s
     SET taken_until = now() + make_interval(secs => $2), taken_by = $5,
         batch_to = coalesce(s.batch_to, CASE WHEN t.size > s.seq THEN least(t.size, s.seq + $3) END)
    FROM taken t
   WHERE s.account_id = t.account_id AND s.id = t.id
     AND (t.size > s.seq OR ${isSilent}) -- another instance may have sent all, and given it back, since the first look
  RETURNING ${streamColumns}, t.batch_to IS NULL AS is_new_batch`;

const noteDelivered = `
  UPDATE audit_streams s
     SET seq = $4, missed = s.missed + $5, status = $6, problem = NULL, failures = 0, failing_since = NULL,
         last_at = now(), delivered_at = now(), taken_until = now() + make_interval(secs => $7), taken_by = $9,
         batch_to = (SELECT least(l.size, $4::bigint + $8) FROM audit_logs l
                      WHERE l.account_id = s.account_id AND l.log = s.log AND l.size > $4::bigint)
   WHERE s.account_id = $1 AND s.id = $2 AND s.seq = $3
  RETURNING ${streamColumns}`;
