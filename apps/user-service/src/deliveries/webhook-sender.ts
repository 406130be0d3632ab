import type { WebhookAttempt } from '@rollcall/contracts';
import { nextAttempt, signingSecrets, webhookHeaders, type EndpointClient, type SecretBox } from '@rollcall/delivery';
import { v7 as uuidv7 } from 'uuid';
import { testBody, webhookBody, type OutwardNotice } from '../domain/webhooks/outward-message.js';
import type { AccountReadModel } from '../persistence/account-read-model.js';
import type { TakenWebhook, WaitingDelivery, WebhookQueue } from '../persistence/webhook-queue.js';
import type { OutwardNames } from './outward-names.js';

/** So long no instance sends to a webhook, or a mail, where the names could not be asked for: not its fault, and no attempt. */
export const coolDownWithoutNamesS = 10;

/** An admin waits for a test. */
const testLimitMs = 5_000;

/** Counts an attempt. What is refused is not tried again. */
export type CountAttempt = (channel: 'webhook' | 'email', outcome: 'delivered' | 'failed' | 'refused') => void;

export interface WebhookSenderParts {
  readonly queue: WebhookQueue;
  readonly client: Pick<EndpointClient, 'post'>;
  readonly box: SecretBox;
  readonly names: Pick<OutwardNames, 'of'>;
  readonly accounts: Pick<AccountReadModel, 'brief'>;
  readonly publicUrl: string | undefined;
  readonly count: CountAttempt;
}

type Addressed = Pick<TakenWebhook, 'account_id' | 'id' | 'url' | 'secret' | 'old_secret' | 'old_secret_ends_at'>;

/** Sends to webhooks what waits for them, one message after the other. */
export class WebhookSender {
  constructor(private readonly parts: WebhookSenderParts) {}

  /**
   * One turn of a webhook: what is due, until something fails or an admin has changed the webhook. What is sent is marked afterwards, so after a crash between the two it is
   * sent again, with the same `webhook-id`.
   */
  async work(webhook: TakenWebhook, signal: AbortSignal): Promise<void> {
    const { queue } = this.parts;
    const account = await this.parts.accounts.brief(webhook.account_id);
    const due = await queue.due(webhook);
    if (!account || due.length === 0) return queue.giveBack(webhook);
    const names = await this.parts.names.of(webhook.account_id, due).catch(async (error: unknown) => {
      await queue.giveBack(webhook, coolDownWithoutNamesS);
      throw error;
    });
    for (const delivery of due) {
      const { publicUrl } = this.parts;
      const body = webhookBody({ account, notice: noticeOf(delivery), names, publicUrl });
      const attempt = await this.post(webhook, delivery.id, body);
      const goesOn = await this.record(webhook, delivery, attempt);
      if (!goesOn || attempt.problem !== undefined || signal.aborted) break;
    }
    await queue.giveBack(webhook);
  }

  /** Sends a message that says it is a test. Nothing of it is kept. */
  async test(webhook: Addressed): Promise<WebhookAttempt> {
    const account = await this.parts.accounts.brief(webhook.account_id);
    if (!account) throw new Error('a webhook has no account');
    return this.post(webhook, uuidv7(), testBody(account, new Date()), testLimitMs);
  }

  private record(webhook: TakenWebhook, delivery: WaitingDelivery, attempt: WebhookAttempt): Promise<boolean> {
    const { problem, status } = attempt;
    const failed = { ofMessage: delivery.attempts + 1, ofEndpoint: webhook.failures + 1 };
    this.parts.count('webhook', problem === undefined ? 'delivered' : 'failed');
    return this.parts.queue.record(webhook, {
      id: delivery.id,
      status,
      ...(problem === undefined ? {} : { failure: { problem, ...nextAttempt(failed, new Date(), Math.random()) } }),
    });
  }

  private async post(webhook: Addressed, id: string, body: string, timeoutMs?: number): Promise<WebhookAttempt> {
    const secrets = signingSecrets(this.parts.box, webhook, ownerOf(webhook.account_id, webhook.id));
    if (secrets.length === 0) return { problem: 'secret-lost', durationMs: 0 };
    const headers = { ...webhookHeaders({ id, at: new Date(), body }, secrets), 'user-agent': 'Rollcall' };
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    return this.parts.client.post({ url: webhook.url, headers, body, ...limit });
  }
}

/** What a secret is sealed for. */
export const ownerOf = (accountId: string, webhookId: string): string =>
  `${accountId.toLowerCase()} ${webhookId.toLowerCase()}`;

/** The notice of a delivery, as it is now. */
export function noticeOf(delivery: WaitingDelivery): OutwardNotice['notice'] {
  const { notice_id, kind, subject_id, since, ended_at, outcome } = delivery;
  const state = ended_at === null ? 'waiting' : 'ended';
  const became = outcome === null ? {} : { outcome };
  return { id: notice_id, kind, subjectId: subject_id, since: since.toISOString(), state, ...became };
}
