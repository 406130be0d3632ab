import { Controller, Inject } from '@nestjs/common';
import {
  FindNotifications,
  ListDeliveries,
  ListWebhooks,
  NotificationQueries,
  PrepareWebhook,
  Refusal,
  TestWebhook,
  WebhookQueries,
  type DeliveryPage,
  type Notifications,
  type PreparedWebhook,
  type WebhookAttempt,
  type WebhookList,
} from '@rollcall/contracts';
import { newWebhookSecret } from '@rollcall/delivery';
import { FairSemaphore, ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { Deliveries } from '../deliveries/deliveries.js';
import type { Outward } from '../deliveries/outward-settings.js';
import { ownerOf } from '../deliveries/webhook-sender.js';
import { requireTakenUrl } from '../domain/webhooks/webhook-url.js';
import { WebhookReadModel } from '../persistence/webhook-read-model.js';

/** Injection token of `Outward`. */
export const OUTWARD = Symbol('outward settings');

/** Answers what admins ask of their webhooks, and sends tests. */
@Controller()
export class WebhooksController {
  /** One test of an account at a time: a webhook is no way to ask a network for its ports. */
  private readonly tests = new FairSemaphore({
    atOnce: 20,
    atOncePerAccount: 1,
    maxWaiting: 0,
    refusal: () => new Refusal('webhook-test-busy'),
  });

  constructor(
    @Inject(WebhookReadModel) private readonly webhooks: WebhookReadModel,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(OUTWARD) private readonly outward: Outward,
    @Inject(ListTurns) private readonly lists: ListTurns,
  ) {}

  @QueryHandler(WebhookQueries.list)
  async list(@QueryInput() { accountId }: ListWebhooks): Promise<WebhookList> {
    return { webhooks: await this.webhooks.list(accountId) };
  }

  @QueryHandler(WebhookQueries.deliveries)
  async sent(@QueryInput() input: ListDeliveries): Promise<DeliveryPage> {
    const { is_enabled } = await this.found(input);
    return this.lists.run(input.accountId, () => this.webhooks.deliveries(input, is_enabled));
  }

  @QueryHandler(WebhookQueries.prepare)
  prepare(@QueryInput() { accountId, webhookId, url }: PrepareWebhook): PreparedWebhook {
    const { box, addresses, allowsHttp } = this.outward;
    if (!box) throw new Refusal('webhooks-off');
    if (url !== undefined) requireTakenUrl(url, { allowsHttp, allowsAddress: (address) => addresses.allows(address) });
    const secret = newWebhookSecret();
    return { secret, sealedSecret: box.seal(secret, ownerOf(accountId, webhookId)) };
  }

  @QueryHandler(WebhookQueries.test)
  async test(@QueryInput() input: TestWebhook): Promise<WebhookAttempt> {
    const webhook = await this.found(input);
    const { webhooks } = this.deliveries;
    if (!webhooks) throw new Refusal('webhooks-off');
    return this.tests.run(input.accountId, () => webhooks.test(webhook));
  }

  @QueryHandler(NotificationQueries.find)
  async notifications(@QueryInput() { accountId, userId }: FindNotifications): Promise<Notifications> {
    return { choice: await this.webhooks.choice(accountId, userId), sendsMail: this.deliveries.sendsMail };
  }

  /** @throws Refusal webhook-not-found */
  private async found({ accountId, webhookId }: TestWebhook) {
    const webhook = await this.webhooks.find(accountId, webhookId);
    if (!webhook) throw new Refusal('webhook-not-found', { webhookId });
    return webhook;
  }
}
