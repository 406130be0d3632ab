import { isOpenAccount, readRows, type DataSource } from '@rollcall/persistence';
import { getsMail } from './hand-out-notices.js';
import type { WaitingDelivery } from './webhook-queue.js';

/** Another instance may send a mail where this one has not said for so long what became of it. Longer than an attempt. */
const leaseS = 120;

/** A mail that this instance sends now. */
export type TakenMail = WaitingDelivery & {
  readonly account_id: string;
  /** The address of the admin; null where she gets no mail of this kind any more. */
  readonly address: string | null;
};

/** The mails that wait: one of an account at a time. */
export class MailQueue {
  constructor(private readonly dataSource: DataSource) {}

  take(count: number): Promise<TakenMail[]> {
    const isFree = `d.delivered_at IS NULL AND d.channel = 'email' AND d.next_at <= now() AND (d.taken_until IS NULL OR d.taken_until <= now())`;
    return readRows<TakenMail>(
      this.dataSource,
      `WITH due AS (
         SELECT DISTINCT ON (d.account_id) d.account_id, d.id FROM deliveries d
          WHERE ${isFree} AND ${isOpenAccount('d.account_id')} ORDER BY d.account_id, d.attempts, d.id),
       taken AS (
         SELECT d.account_id, d.id FROM deliveries d JOIN due USING (account_id, id) WHERE ${isFree}
          ORDER BY d.next_at LIMIT $1 FOR UPDATE OF d SKIP LOCKED)
       UPDATE deliveries d SET taken_until = now() + interval '${leaseS} seconds'
         FROM taken t JOIN notices n ON n.account_id = t.account_id
        WHERE d.account_id = t.account_id AND d.id = t.id AND n.id = d.notice_id
       RETURNING d.account_id, d.id, d.notice_id, d.attempts, d.kind, n.subject_id, n.since, n.ended_at,
         (SELECT u.user_name FROM users u WHERE u.account_id = d.account_id AND u.id = d.recipient_id AND ${getsMail('u', 'd.kind')}) AS address`,
      [count],
    );
  }

  async delivered({ account_id, id }: TakenMail): Promise<void> {
    await readRows(
      this.dataSource,
      `UPDATE deliveries SET attempts = attempts + 1, last_at = now(), delivered_at = now(), problem = NULL, taken_until = NULL
        WHERE account_id = $1 AND id = $2`,
      [account_id, id],
    );
  }

  async failed({ account_id, id }: TakenMail, next: Date): Promise<void> {
    await readRows(
      this.dataSource,
      `UPDATE deliveries SET attempts = attempts + 1, last_at = now(), problem = 'not-taken', next_at = $3, taken_until = NULL
        WHERE account_id = $1 AND id = $2`,
      [account_id, id, next],
    );
  }

  /** Nobody wants it any more. */
  async drop({ account_id, id }: TakenMail): Promise<void> {
    await readRows(this.dataSource, 'DELETE FROM deliveries WHERE account_id = $1 AND id = $2', [account_id, id]);
  }
}
