import { noticeKinds } from '@rollcall/contracts';
import { isOpenAccount, readRows, type DataSource } from '@rollcall/persistence';
import { accountsWith } from './accounts-with.js';
import { getsMail } from './hand-out-notices.js';
import type { WaitingDelivery } from './webhook-queue.js';

/** Another instance may send a mail where this one has not said for so long what became of it. Longer than an attempt. */
const leaseS = 120;

/** A mail that this instance sends now. */
export type TakenMail = WaitingDelivery & {
  readonly account_id: string;
  /** How many notices of its kind were raised besides. */
  readonly more: number;
  /** The address of the admin; null where she gets no mail of this kind any more. */
  readonly address: string | null;
};

const waits = `channel = 'email' AND delivered_at IS NULL`;
const isDue = `${waits} AND next_at <= now() AND (taken_until IS NULL OR taken_until <= now()) AND kind = ANY($2::text[])`;

/** The first mail of each account of which none is under way; whose last one is the longest ago comes first. */
const take = `
  WITH accounts AS MATERIALIZED (${accountsWith('deliveries', waits)}),
  due AS (
    SELECT a.account_id, first.id, (SELECT max(o.last_at) FROM deliveries o
                                     WHERE o.account_id = a.account_id AND o.channel = 'email') AS tried_at
      FROM accounts a CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE account_id = a.account_id AND ${isDue} ORDER BY attempts, id LIMIT 1) first
     WHERE ${isOpenAccount('a.account_id')} AND NOT EXISTS (
       SELECT FROM deliveries WHERE account_id = a.account_id AND ${waits} AND taken_until > now())),
  taken AS (
    SELECT account_id, d.id FROM deliveries d JOIN due USING (account_id, id) WHERE ${isDue}
     ORDER BY due.tried_at NULLS FIRST, d.id LIMIT $1 FOR UPDATE OF d SKIP LOCKED)
  UPDATE deliveries d SET taken_until = now() + interval '${leaseS} seconds'
    FROM taken t JOIN notices n ON n.account_id = t.account_id
   WHERE d.account_id = t.account_id AND d.id = t.id AND n.id = d.notice_id
  RETURNING d.account_id, d.id, d.notice_id, d.attempts, d.kind, d.more, n.subject_id, n.since, n.ended_at, n.outcome,
    (SELECT u.user_name FROM users u WHERE u.account_id = d.account_id AND u.id = d.recipient_id AND ${getsMail('u', 'd.kind')}) AS address`;

/** The mails that wait: one of an account at a time. */
export class MailQueue {
  constructor(private readonly dataSource: DataSource) {}

  take(count: number): Promise<TakenMail[]> {
    return readRows<TakenMail>(this.dataSource, take, [count, noticeKinds]);
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
      `UPDATE deliveries SET attempts = attempts + 1, last_at = now(), problem = 'not-taken', next_at = $3, taken_until = now()
        WHERE account_id = $1 AND id = $2`,
      [account_id, id, next],
    );
  }

  /** It was not tried. @param waitS so long no instance sends it */
  async giveBack({ account_id, id }: TakenMail, waitS: number): Promise<void> {
    await readRows(
      this.dataSource,
      `UPDATE deliveries SET next_at = now() + make_interval(secs => $3), taken_until = now() WHERE account_id = $1 AND id = $2`,
      [account_id, id, waitS],
    );
  }

  /** Nobody wants it any more, or nobody is there who could take it. */
  async drop({ account_id, id }: TakenMail): Promise<void> {
    await readRows(this.dataSource, 'DELETE FROM deliveries WHERE account_id = $1 AND id = $2', [account_id, id]);
  }
}
