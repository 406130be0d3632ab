import { Controller, Inject } from '@nestjs/common';
import { digestOf, WebhookCommands, WebhookQueries, type PreparedWebhook } from '@rollcall/contracts';
import { Answer, CommandSender, nothing, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/webhook-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import type { Call } from '../http/request-context.js';
import { attemptOf, deliveryOf, webhookOf } from '../resources/webhook-view.js';
import { Checked, Serve } from './serve.js';

type Webhook = AnswerOf<typeof routes.findWebhook>;

/** Where notices are sent. Secrets are made and sealed by user-service: this gateway shows one once, and sends on the sealed one. */
@Controller()
export class WebhooksController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.listWebhooks)
  async list(@Checked() { call }: CheckedRequest<typeof routes.listWebhooks>) {
    return new Answer({ items: await this.all(call) });
  }

  @Serve(routes.findWebhook)
  async find(@Checked() { params, call }: CheckedRequest<typeof routes.findWebhook>) {
    const found = (await this.all(call)).find(({ id }) => id === params.webhookId);
    if (!found) throw problem('webhook-not-found', { webhookId: params.webhookId });
    return shown(found);
  }

  @Serve(routes.createWebhook)
  async create(@Checked() { body, call }: CheckedRequest<typeof routes.createWebhook>) {
    const webhookId = uuidv7();
    const { secret, sealedSecret } = await this.prepare(webhookId, body.url, call);
    const webhook = webhookOf(
      await this.commands.send(WebhookCommands.add, { webhookId, ...body, sealedSecret }, call),
    );
    if (webhook.id !== webhookId) throw problem('secret-shown');
    return new Answer({ webhook, secret }, { version: webhook.version });
  }

  @Serve(routes.changeWebhook)
  async change(@Checked() { params, body, call, ifMatch }: CheckedRequest<typeof routes.changeWebhook>) {
    if (body.url !== undefined) await this.prepare(params.webhookId, body.url, call);
    const command = { ...params, ...body, ...ifMatch };
    return shown(webhookOf(await this.commands.send(WebhookCommands.change, command, call)));
  }

  @Serve(routes.deleteWebhook)
  async remove(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.deleteWebhook>) {
    await this.commands.send(WebhookCommands.remove, { ...params, ...ifMatch }, call);
    return nothing;
  }

  @Serve(routes.rotateWebhookSecret)
  async rotate(@Checked() { params, body, call }: CheckedRequest<typeof routes.rotateWebhookSecret>) {
    const { secret, sealedSecret } = await this.prepare(params.webhookId, undefined, call);
    const command = { ...params, keepOldHours: body.keepOldHours, sealedSecret };
    const { sealedDigest, ...webhook } = await this.commands.send(WebhookCommands.rotateSecret, command, call);
    if (sealedDigest !== digestOf(sealedSecret)) throw problem('secret-shown');
    const kept = webhookOf(webhook);
    return new Answer({ webhook: kept, secret }, { version: kept.version });
  }

  @Serve(routes.testWebhook)
  async test(@Checked() { params, call }: CheckedRequest<typeof routes.testWebhook>) {
    const attempt = await this.queries.ask(WebhookQueries.test, { accountId: call.accountId, ...params }, call);
    return new Answer(attemptOf(attempt));
  }

  @Serve(routes.listDeliveries)
  async deliveries(@Checked() { params, query, call }: CheckedRequest<typeof routes.listDeliveries>) {
    const { after } = readCursor(query.cursor);
    const from = { limit: query.limit, ...(after === undefined ? {} : { before: after }) };
    const asked = { accountId: call.accountId, ...params, ...from };
    const { deliveries, next } = await this.queries.ask(WebhookQueries.deliveries, asked, call);
    return new Answer(page(deliveries.map(deliveryOf), next));
  }

  private async all(call: Call): Promise<Webhook[]> {
    const { webhooks } = await this.queries.ask(WebhookQueries.list, { accountId: call.accountId }, call);
    return webhooks.map(webhookOf);
  }

  /** A new secret for a webhook, where the installation takes its address. */
  private prepare(webhookId: string, url: string | undefined, call: Call): Promise<PreparedWebhook> {
    const asked = { accountId: call.accountId, webhookId, ...(url === undefined ? {} : { url }) };
    return this.queries.ask(WebhookQueries.prepare, asked, call);
  }
}

const shown = (webhook: Webhook) => new Answer(webhook, { version: webhook.version });
