import type { NoticeKind } from '@rollcall/contracts';
import { inTransaction, isOpenAccount, readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';

/** How many notices one transaction hands out. */
const atOnce = 100;

/** So long are deliveries kept, delivered or not. */
export const deliveriesKeptDays = 30;

/** Who would be sent a notice. */
export interface HandOutOptions {
  /** Whether the installation sends e-mail. */
  readonly sendsMail: boolean;
}

interface Recipient {
  readonly account_id: string;
  readonly notice_id: string;
  readonly kind: NoticeKind;
  readonly channel: 'webhook' | 'email';
  readonly recipient_id: string;
}

/**
 * Makes deliveries of the notices that were raised since: one for each webhook that is on and wants the kind, and one for each active
 * admin who gets mail of it. A notice is handed out by whichever instance takes it, once, with its deliveries or not at all.
 * @returns how many notices were handed out
 */
export function handOutNotices(dataSource: DataSource, { sendsMail }: HandOutOptions): Promise<number> {
  return inTransaction(dataSource, async (tx) => {
    const raised = await tx.query<{ account_id: string; id: string }>(
      `SELECT n.account_id, n.id FROM notices n WHERE n.handed_out_at IS NULL AND ${isOpenAccount('n.account_id')}
        ORDER BY n.account_id, n.id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`,
    );
    if (raised.length === 0) return 0;
    const keys = [raised.map(({ account_id }) => account_id), raised.map(({ id }) => id)];
    const recipients = await recipientsOf(tx, keys, sendsMail);
    const rows = recipients.map((recipient) => ({ ...recipient, id: uuidv7() }));
    await tx.query(insertDeliveries, [JSON.stringify(rows)]);
    await tx.query(
      `UPDATE notices n SET handed_out_at = now() FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id)
        WHERE n.account_id = k.account_id AND n.id = k.id`,
      keys,
    );
    return raised.length;
  });
}

function recipientsOf(tx: Transaction, keys: readonly string[][], sendsMail: boolean): Promise<Recipient[]> {
  return tx.query<Recipient>(
    `WITH raised AS (SELECT n.account_id, n.id AS notice_id, n.kind
                       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN notices n USING (account_id, id))
     SELECT r.*, 'webhook' AS channel, w.id AS recipient_id FROM raised r JOIN webhooks w USING (account_id)
      WHERE w.is_enabled AND (w.kinds IS NULL OR w.kinds::jsonb ? r.kind)
     UNION ALL
     SELECT r.*, 'email', u.id FROM raised r JOIN users u USING (account_id)
      WHERE $3 AND ${getsMail('u', 'r.kind')}`,
    [...keys, sendsMail],
  );
}

/** The SQL condition that a user gets mail of a kind: an active admin who has not switched it off. */
export function getsMail(user: string, kind: string): string {
  return `${user}.user_type = 'admin' AND ${user}.active AND NOT ${user}.released AND NOT EXISTS (
    SELECT FROM notification_choices c
     WHERE c.account_id = ${user}.account_id AND c.user_id = ${user}.id AND c.kinds_off::jsonb ? ${kind})`;
}

const insertDeliveries = `INSERT INTO deliveries (account_id, id, channel, recipient_id, notice_id, kind)
  SELECT account_id, id, channel, recipient_id, notice_id, kind
    FROM json_to_recordset($1::json)
         AS r(account_id uuid, id uuid, channel text, recipient_id uuid, notice_id uuid, kind text)`;

/** Deletes deliveries whose time is over, whatever became of them, and former secrets that have ended. */
export async function forgetOldDeliveries(dataSource: DataSource): Promise<void> {
  await readRows(
    dataSource,
    `DELETE FROM deliveries WHERE created_at < now() - interval '${deliveriesKeptDays} days'`,
    [],
  );
  await readRows(
    dataSource,
    'UPDATE webhooks SET old_secret = NULL, old_secret_ends_at = NULL WHERE old_secret_ends_at < now()',
    [],
  );
}
