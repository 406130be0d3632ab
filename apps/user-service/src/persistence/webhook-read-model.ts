import type {
  DeliveryPage,
  DeliveryView,
  ListDeliveries,
  ListedWebhook,
  NotificationChoice,
  WebhookProblem,
} from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import type { Webhook } from '../domain/webhooks/webhook.js';
import { webhookView } from '../domain/webhooks/webhook.js';
import { DeliveryRow, NotificationChoiceRow, WebhookRow } from './entities/webhook-rows.js';
import { webhookOf } from './webhooks.js';

/** How many messages of a channel wait, and since when the oldest does. */
export interface WaitingOfChannel {
  readonly channel: 'webhook' | 'email';
  readonly waiting: number;
  readonly oldest_s: number;
}

/** Webhooks, what was sent to them, and which mails admins get. */
export class WebhookReadModel {
  constructor(private readonly reads: DataSource) {}

  /** All of an account, oldest first. */
  async list(accountId: string): Promise<ListedWebhook[]> {
    const rows = await readRows<WebhookRow & { waiting: number }>(
      this.reads,
      `SELECT w.*, (SELECT count(*)::int FROM deliveries d
                     WHERE d.account_id = w.account_id AND d.recipient_id = w.id AND d.delivered_at IS NULL) AS waiting
         FROM webhooks w WHERE w.account_id = $1 ORDER BY w.id`,
      [accountId],
    );
    return rows.map((row) => ({
      ...webhookView(withoutEndedSecret(webhookOf(row), new Date())),
      ...(row.failing_since === null ? {} : { failingSince: row.failing_since.toISOString() }),
      waiting: row.waiting,
    }));
  }

  async find(accountId: string, id: string): Promise<WebhookRow | undefined> {
    return (await this.reads.getRepository(WebhookRow).findOneBy({ account_id: accountId, id })) ?? undefined;
  }

  /** A page, newest first. */
  async deliveries({ accountId, webhookId, before, limit }: ListDeliveries, isOn: boolean): Promise<DeliveryPage> {
    const page = this.reads
      .createQueryBuilder(DeliveryRow, 'd')
      .where('d.account_id = :accountId AND d.recipient_id = :webhookId', { accountId, webhookId })
      .orderBy('d.id', 'DESC')
      .limit(limit);
    if (before !== undefined) page.andWhere('d.id < :before', { before });
    const rows = await page.getMany();
    const next = rows.length === limit ? rows.at(-1)?.id : undefined;
    return { deliveries: rows.map((row) => deliveryView(row, isOn)), ...(next === undefined ? {} : { next }) };
  }

  async choice(accountId: string, userId: string): Promise<NotificationChoice> {
    const found = await this.reads
      .getRepository(NotificationChoiceRow)
      .findOneBy({ account_id: accountId, user_id: userId });
    return { off: found?.kinds_off ?? [] };
  }

  /** For metrics: what waits in the whole installation. What waits for a webhook that is off does not count. */
  waiting(): Promise<WaitingOfChannel[]> {
    return readRows<WaitingOfChannel>(
      this.reads,
      `SELECT d.channel, count(*)::int AS waiting, extract(epoch FROM now() - min(d.created_at))::float8 AS oldest_s
         FROM deliveries d LEFT JOIN webhooks w ON w.account_id = d.account_id AND w.id = d.recipient_id
        WHERE d.delivered_at IS NULL AND (d.channel = 'email' OR w.is_enabled) GROUP BY d.channel`,
      [],
    );
  }
}

function withoutEndedSecret({ old, ...webhook }: Webhook, now: Date): Webhook {
  return old !== undefined && Date.parse(old.endsAt) > now.getTime() ? { ...webhook, old } : webhook;
}

function deliveryView(row: DeliveryRow, isOn: boolean): DeliveryView {
  const { id, notice_id, kind, created_at, attempts, next_at, last_at, delivered_at, problem, status } = row;
  return {
    id,
    noticeId: notice_id,
    kind,
    createdAt: created_at.toISOString(),
    attempts,
    ...(last_at === null ? {} : { lastAttemptAt: last_at.toISOString() }),
    ...(delivered_at === null ? {} : { deliveredAt: delivered_at.toISOString() }),
    ...(delivered_at === null && isOn ? { nextAttemptAt: next_at.toISOString() } : {}),
    ...(problem === null ? {} : { problem: problem as WebhookProblem }), // only these are written for webhooks
    ...(status === null ? {} : { status }),
  };
}
