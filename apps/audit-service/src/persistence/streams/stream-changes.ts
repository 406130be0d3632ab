import { readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import type { Changeable } from '../../domain/streams/stream-change.js';
import type { AuditStreamRow } from '../entities/stream-row.js';

type Key = Pick<AuditStreamRow, 'account_id' | 'id'>;

/** A stream before it has a place in its log. */
export type NewStream = Key &
  Pick<AuditStreamRow, 'kind' | 'url' | 'ca' | 'log' | 'format' | 'secret' | 'created_at'> & {
    readonly isFromBeginning: boolean;
  };

/** Adds a stream, behind the newest entry of its log or before the first one. @returns whether there was none of this id */
export async function addStream(tx: Transaction, stream: NewStream): Promise<boolean> {
  const { account_id, id, kind, url, ca, log, format, secret, created_at, isFromBeginning } = stream;
  const rows = await tx.query(
    `INSERT INTO audit_streams (account_id, id, kind, url, ca, log, format, secret, created_at, missed, seq)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 0,
            CASE WHEN $10 THEN 0 ELSE coalesce((SELECT size FROM audit_logs WHERE account_id = $1 AND log = $6), 0) END
     ON CONFLICT DO NOTHING RETURNING id`,
    [account_id, id, kind, url, ca, log, format, secret, created_at, isFromBeginning],
  );
  return rows.length > 0;
}

/** How many streams an account has; no other transaction adds one until this one ends. */
export async function countStreams(tx: Transaction, accountId: string): Promise<number> {
  const [, rows] = await Promise.all([
    tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockKey, accountId]),
    tx.query<{ count: number }>('SELECT count(*)::int AS count FROM audit_streams WHERE account_id = $1', [accountId]),
  ]);
  return rows[0]?.count ?? 0;
}

/** Advisory lock: one stream at a time is added to an account ("strm"). */
const lockKey = 0x7374726d;

type Locked = Changeable & Pick<AuditStreamRow, 'version' | 'kind'>;

/** What of a stream can be changed, as it is now; no other transaction changes it until this one ends. */
export async function lockStream(tx: Transaction, { account_id, id }: Key): Promise<Locked | undefined> {
  const sql =
    'SELECT version, kind, url, ca, format, is_paused FROM audit_streams WHERE account_id = $1 AND id = $2 FOR UPDATE';
  return (await tx.query<Locked>(sql, [account_id, id]))[0];
}

/**
 * Changes a stream that `lockStream` has locked. Where it leads elsewhere, or is paused no more, it is tried at once. That it has been failing, and that the log
 * says so, ends with a delivery only.
 */
export async function changeStream(
  tx: Transaction,
  { account_id, id, url, ca, format, is_paused }: Key & Changeable,
): Promise<void> {
  await tx.query(
    `UPDATE audit_streams
        SET version = version + 1, url = $3, ca = $4, format = $5, is_paused = $6,
            failures = CASE WHEN ${isSame} THEN failures ELSE 0 END,
            rests_until = CASE WHEN ${isSame} THEN rests_until ELSE now() END
      WHERE account_id = $1 AND id = $2`,
    [account_id, id, url, ca, format, is_paused],
  );
}

const isSame = '(url = $3 AND ca IS NOT DISTINCT FROM $4 AND is_paused = $6)';

/** Removes a stream that `lockStream` has locked. */
export async function removeStream(tx: Transaction, { account_id, id }: Key): Promise<void> {
  await tx.query('DELETE FROM audit_streams WHERE account_id = $1 AND id = $2', [account_id, id]);
}

/** The new secret signs from now on; the present one too until it ends. One that was there before is gone. */
export async function rotateSecret(
  tx: Transaction,
  { account_id, id }: Key,
  secret: string,
  oldEndsAt: Date | undefined,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE audit_streams SET version = version + 1, secret = $3, old_secret = CASE WHEN $4::timestamptz IS NOT NULL THEN secret END, old_secret_ends_at = $4
      WHERE account_id = $1 AND id = $2 AND kind = 'webhook' RETURNING id`,
    [account_id, id, secret, oldEndsAt ?? null],
  );
  return rows.length > 0;
}

/** The sealed secrets of all streams: a few for each account. */
export function streamSecrets(
  dataSource: DataSource,
): Promise<(Key & Pick<AuditStreamRow, 'secret' | 'old_secret'>)[]> {
  return readRows(dataSource, 'SELECT account_id, id, secret, old_secret FROM audit_streams WHERE secret IS NOT NULL');
}

/** Replaces a sealed secret by the same, sealed anew, where it is still that one. */
export async function replaceSecret(
  dataSource: DataSource,
  of: Key & { readonly column: 'secret' | 'old_secret'; readonly sealed: string; readonly next: string },
): Promise<void> {
  const { account_id, id, column, sealed, next } = of;
  await readRows(
    dataSource,
    `UPDATE audit_streams SET ${column} = $4 WHERE account_id = $1 AND id = $2 AND ${column} = $3`,
    [account_id, id, sealed, next],
  );
}
