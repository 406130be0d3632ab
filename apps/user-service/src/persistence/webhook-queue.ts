import { noticeKinds } from '@rollcall/contracts';
import { isOpenAccount, readRows, type DataSource } from '@rollcall/persistence';
import type { NoticeRow } from './entities/notice-rows.js';
import type { WebhookRow } from './entities/webhook-rows.js';

/** Another instance may send to a webhook where this one has not said for so long how it goes. Longer than an attempt. */
const leaseS = 60;
/** How many messages are loaded for one turn. */
const ofTurn = 20;

/** A webhook to which this instance sends now. */
export type TakenWebhook = Pick<
  WebhookRow,
  'account_id' | 'id' | 'url' | 'secret' | 'old_secret' | 'old_secret_ends_at' | 'failures'
> & {
  /** Until when it cooled down, to the microsecond: an admin who repairs it, or switches it off or on, sets it anew. */
  readonly rested_until: string;
};

/** A message that waits, with what it is about. */
export type WaitingDelivery = Pick<NoticeRow, 'kind' | 'subject_id' | 'since' | 'ended_at' | 'outcome'> & {
  readonly id: string;
  readonly notice_id: string;
  readonly attempts: number;
};

/** How an attempt went, as it is kept. */
export interface AttemptRecord {
  readonly id: string;
  readonly status: number | undefined;
  /** Absent: it was delivered. */
  readonly failure?: { readonly problem: string; readonly messageAt: Date; readonly endpointAt: Date };
}

/**
 * The messages that wait for webhooks. One instance at a time sends to a webhook, and to one of an account: so an account whose webhooks are
 * slow or dead takes one place, whatever they are like.
 */
export class WebhookQueue {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes webhooks for which something is due, and to which no instance sends and which do not cool down. */
  take(count: number): Promise<TakenWebhook[]> {
    return readRows<TakenWebhook>(
      this.dataSource,
      `WITH ready AS (
         SELECT DISTINCT ON (w.account_id) w.account_id, w.id FROM webhooks w
          WHERE w.is_enabled AND w.rests_until <= now() AND ${isOpenAccount('w.account_id')}
            AND NOT EXISTS (SELECT FROM webhooks o WHERE o.account_id = w.account_id AND o.taken_until > now())
            AND EXISTS (SELECT FROM deliveries d WHERE d.account_id = w.account_id AND d.recipient_id = w.id AND ${isDue('$3')})
          ORDER BY w.account_id, w.rests_until),
       taken AS (
         SELECT w.account_id, w.id FROM webhooks w JOIN ready USING (account_id, id)
          WHERE w.taken_until IS NULL OR w.taken_until <= now()
          ORDER BY w.rests_until LIMIT $1 FOR UPDATE OF w SKIP LOCKED)
       UPDATE webhooks w SET taken_until = now() + make_interval(secs => $2) FROM taken t
        WHERE w.account_id = t.account_id AND w.id = t.id
       RETURNING w.account_id, w.id, w.url, w.secret, w.old_secret, w.old_secret_ends_at, w.failures, w.rests_until::text AS rested_until`,
      [count, leaseS, noticeKinds],
    );
  }

  /** What is due for a webhook, those with the fewest attempts first. */
  due({ account_id, id }: Pick<TakenWebhook, 'account_id' | 'id'>): Promise<WaitingDelivery[]> {
    return readRows<WaitingDelivery>(
      this.dataSource,
      `SELECT d.id, d.notice_id, d.attempts, d.kind, n.subject_id, n.since, n.ended_at, n.outcome
         FROM deliveries d JOIN notices n ON n.account_id = d.account_id AND n.id = d.notice_id
        WHERE d.account_id = $1 AND d.recipient_id = $2 AND ${isDue('$3')}
        ORDER BY d.attempts, d.id LIMIT ${ofTurn}`,
      [account_id, id, noticeKinds],
    );
  }

  /**
   * Keeps how an attempt went. After a success the webhook stays this instance's; after a failure it cools down, and so does all that waits for it: only what
   * can be sent is due. Where an admin has removed, repaired or switched the webhook since it was taken, only the message is marked.
   * @returns whether it is as it was taken, its secrets too, and its account goes on: otherwise nothing more may be sent of this turn
   */
  async record(webhook: TakenWebhook, { id: deliveryId, status, failure }: AttemptRecord): Promise<boolean> {
    const { account_id, id, url, rested_until, secret, old_secret } = webhook;
    const outcome = [status ?? null, failure?.problem ?? null, failure?.messageAt ?? null, failure?.endpointAt ?? null];
    const [tried] = await readRows<{ goes_on: boolean }>(this.dataSource, recordAttempt, [
      account_id,
      id,
      deliveryId,
      ...outcome,
      leaseS,
      url,
      rested_until,
      secret,
      old_secret,
    ]);
    return tried?.goes_on ?? false;
  }

  /** Gives a webhook back. @param coolDownS so long no instance sends to it */
  async giveBack({ account_id, id }: TakenWebhook, coolDownS = 0): Promise<void> {
    await readRows(
      this.dataSource,
      `UPDATE webhooks SET taken_until = NULL, rests_until = greatest(rests_until, now() + make_interval(secs => $3))
        WHERE account_id = $1 AND id = $2`,
      [account_id, id, coolDownS],
    );
  }
}

/** The SQL condition that a delivery is to be sent now. A kind of a later version waits for an instance of that. */
const isDue = (kinds: string) => `d.delivered_at IS NULL AND d.next_at <= now() AND d.kind = ANY(${kinds}::text[])`;

const recordAttempt = `
  WITH tried AS (
    SELECT account_id, id, secret = $11 AND old_secret IS NOT DISTINCT FROM $12 AND ${isOpenAccount('webhooks.account_id')} AS goes_on
      FROM webhooks WHERE account_id = $1 AND id = $2 AND url = $9 AND rests_until = $10::timestamptz FOR UPDATE),
  message AS (
    UPDATE deliveries SET attempts = attempts + 1, last_at = now(), status = $4, problem = $5,
           next_at = CASE WHEN EXISTS (SELECT FROM tried) THEN coalesce($6, next_at) ELSE next_at END,
           delivered_at = CASE WHEN $5::text IS NULL THEN now() END
     WHERE account_id = $1 AND id = $3),
  others AS (
    UPDATE deliveries d SET next_at = $7 FROM tried t
     WHERE d.account_id = t.account_id AND d.recipient_id = t.id AND d.id <> $3 AND d.delivered_at IS NULL AND d.next_at < $7::timestamptz)
  UPDATE webhooks w SET failures = CASE WHEN $5::text IS NULL THEN 0 ELSE failures + 1 END,
         failing_since = CASE WHEN $5::text IS NULL THEN NULL ELSE coalesce(failing_since, now()) END,
         rests_until = coalesce($7, rests_until),
         taken_until = CASE WHEN $5::text IS NULL THEN now() + make_interval(secs => $8) END
    FROM tried t WHERE w.account_id = t.account_id AND w.id = t.id
  RETURNING t.goes_on`;
