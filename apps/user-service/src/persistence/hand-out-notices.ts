import { isOpenAccount, readRows, type DataSource } from '@rollcall/persistence';
import { accountsWith } from './accounts-with.js';

/** How many notices one statement hands out, and how many of one account: so it writes a bounded number of rows. */
const atOnce = 100;
const ofEachAccount = 10;

/** So many admins of an account get mail of a notice: those who are in it the longest. */
const mailedAdmins = 50;
/** An admin gets the next mail of a kind this much later at the earliest; what is raised until then is a number in it. */
const mailsOfKindApartMinutes = 10;

/** So long are deliveries kept that were delivered, or whose notice has ended. */
export const deliveriesKeptDays = 30;

/** Who would be sent a notice. */
export interface HandOutOptions {
  /** Whether the installation sends e-mail. */
  readonly sendsMail: boolean;
}

/**
 * Makes deliveries of the notices that were raised since: one for each webhook that is on and wants the kind, and one for each active
 * admin who gets mail of it; while a mail of the kind waits that no instance has taken yet, the notice counts in that one. Accounts take turns. A
 * notice is handed out by whichever instance takes it, once, with its deliveries or not at all.
 * @returns how many notices were handed out
 */
export async function handOutNotices(dataSource: DataSource, { sendsMail }: HandOutOptions): Promise<number> {
  const [row] = await readRows<{ notices: number }>(dataSource, handOut, [sendsMail]);
  return row?.notices ?? 0;
}

/** The SQL condition that a user gets mail of a kind: an active admin who has not switched it off. */
export function getsMail(user: string, kind: string): string {
  return `${user}.user_type = 'admin' AND ${user}.active AND NOT ${user}.released AND NOT EXISTS (
    SELECT FROM notification_choices c
     WHERE c.account_id = ${user}.account_id AND c.user_id = ${user}.id AND c.kinds_off::jsonb ? ${kind})`;
}

/** A UUID of version 7 (RFC 9562 §5.7): deliveries are listed by age. PostgreSQL has a function for it from version 18 on. */
const newId = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`;

/** When the next mail of a kind may go to an admin; the last one may be under way. */
const nextMailAt = `greatest(now(), (
    SELECT coalesce(o.delivered_at, o.last_at, now()) + interval '${mailsOfKindApartMinutes} minutes' FROM deliveries o
     WHERE o.account_id = k.account_id AND o.recipient_id = admin.id AND o.kind = k.kind ORDER BY o.id DESC LIMIT 1))`;

const handOut = `
  WITH accounts AS MATERIALIZED (${accountsWith('notices', 'handed_out_at IS NULL')}),
  first AS (
    SELECT a.account_id, n.id FROM accounts a CROSS JOIN LATERAL (
      SELECT id, row_number() OVER (ORDER BY id) AS turn FROM notices
       WHERE account_id = a.account_id AND handed_out_at IS NULL ORDER BY id LIMIT ${ofEachAccount}) n
     WHERE ${isOpenAccount('a.account_id')} ORDER BY n.turn, n.id LIMIT ${atOnce}),
  raised AS (
    SELECT n.account_id, n.id, n.kind FROM notices n JOIN first USING (account_id, id)
     WHERE n.handed_out_at IS NULL ORDER BY n.account_id, n.id FOR UPDATE OF n SKIP LOCKED),
  handed AS (
    UPDATE notices n SET handed_out_at = now() FROM raised r WHERE n.account_id = r.account_id AND n.id = r.id),
  to_webhooks AS (
    INSERT INTO deliveries (account_id, id, channel, recipient_id, notice_id, kind)
    SELECT r.account_id, ${newId}, 'webhook', w.id, r.id, r.kind FROM raised r JOIN webhooks w USING (account_id)
     WHERE w.is_enabled AND (w.kinds IS NULL OR w.kinds::jsonb ? r.kind)),
  of_kind AS (
    SELECT account_id, kind, (array_agg(id ORDER BY id))[1] AS first_id, count(*)::int AS notices FROM raised GROUP BY account_id, kind),
  to_admins AS (
    INSERT INTO deliveries AS d (account_id, id, channel, recipient_id, notice_id, kind, more, next_at)
    SELECT k.account_id, ${newId}, 'email', admin.id, k.first_id, k.kind, k.notices - 1, ${nextMailAt}
      FROM of_kind k CROSS JOIN LATERAL (
        SELECT u.id FROM users u WHERE u.account_id = k.account_id AND ${getsMail('u', 'k.kind')}
         ORDER BY u.created_at, u.id LIMIT ${mailedAdmins}) admin
     WHERE $1::boolean ORDER BY k.account_id, admin.id, k.kind
    ON CONFLICT (account_id, recipient_id, kind) WHERE channel = 'email' AND delivered_at IS NULL AND taken_until IS NULL
    DO UPDATE SET more = d.more + 1 + excluded.more)
  SELECT count(*)::int AS notices FROM raised`;

/**
 * Deletes deliveries whose time is over, and former secrets that have ended. What was not delivered stays while its notice waits: one notice of
 * a kind and subject at most does, so that what is kept for a recipient who cannot be reached is bounded.
 */
export async function purgeExpiredDeliveries(dataSource: DataSource): Promise<void> {
  await readRows(
    dataSource,
    `DELETE FROM deliveries d WHERE d.created_at < now() - interval '${deliveriesKeptDays} days' AND (
       d.delivered_at IS NOT NULL OR NOT EXISTS (
         SELECT FROM notices n WHERE n.account_id = d.account_id AND n.id = d.notice_id AND n.ended_at IS NULL))`,
    [],
  );
  await readRows(
    dataSource,
    'UPDATE webhooks SET old_secret = NULL, old_secret_ends_at = NULL WHERE old_secret_ends_at < now()',
    [],
  );
}
