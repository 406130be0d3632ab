import { DeliveryLoop, EndpointClient, Mailer, type DeliveryLoopOptions } from '@rollcall/delivery';
import type { DataSource } from '@rollcall/persistence';
import {
  InternalHttpClient,
  RegularJob,
  singleFlight,
  triesAgain,
  type Closable,
  type ServiceFrame,
} from '@rollcall/service-kit';
import type { AccountReadModel } from '../persistence/account-read-model.js';
import { purgeExpiredDeliveries, handOutNotices } from '../persistence/hand-out-notices.js';
import { MailQueue } from '../persistence/mail-queue.js';
import type { NoticeReadModel } from '../persistence/notice-read-model.js';
import type { UserReadModel } from '../persistence/user-read-model.js';
import { WebhookQueue } from '../persistence/webhook-queue.js';
import type { WebhookReadModel } from '../persistence/webhook-read-model.js';
import { MailSender } from './mail-sender.js';
import { OutwardNames } from './outward-names.js';
import type { Outward, Owners } from './outward-settings.js';
import { resealSecrets } from './reseal-secrets.js';
import { WebhookSender, type CountAttempt } from './webhook-sender.js';

const handOutEveryMs = 1_000;
const sendEveryMs = 2_000;
const forgetEveryMs = 3_600_000;
/** After the key was replaced, the one before is needed for so long at most. */
const resealEveryMs = 60_000;
/** How many webhooks, and how many mails, one instance sends to at a time. They have places of their own. */
const webhooksAtOnce = 20;
const mailsAtOnce = 5;

export interface DeliveriesParts {
  readonly dataSource: DataSource;
  readonly users: Pick<UserReadModel, 'briefs'>;
  readonly accounts: Pick<AccountReadModel, 'brief'>;
  readonly notices: Pick<NoticeReadModel, 'counts'>;
  readonly webhooks: WebhookReadModel;
  readonly outward: Outward;
  readonly frame: Pick<ServiceFrame, 'name' | 'logger' | 'metrics'>;
}

/**
 * Sends notices outward. Raised ones are handed out to their recipients, then sent: to webhooks, and by e-mail, each as far as the
 * operator has set it up. Any number of instances may do so.
 */
export class Deliveries {
  /** Undefined where the operator has set no key for the secrets of webhooks. */
  readonly webhooks: WebhookSender | undefined;
  readonly sendsMail: boolean;
  /** Closed one after the other. */
  private readonly closables: Closable[] = [];
  private readonly failed: (error: unknown) => void;

  constructor(private readonly parts: DeliveriesParts) {
    const { outward, dataSource, frame } = parts;
    this.failed = triesAgain(frame.logger, 'notices could not be sent');
    this.sendsMail = outward.mail !== undefined;
    this.observe();
    this.regularly(handOutEveryMs, () => this.handOut());
    this.regularly(forgetEveryMs, () => purgeExpiredDeliveries(dataSource));
    this.webhooks = outward.owners && this.start(outward.owners);
  }

  /** Hands out all that was raised. */
  async handOut(): Promise<void> {
    while ((await handOutNotices(this.parts.dataSource, this)) > 0);
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    for (const closable of this.closables) await closable.close();
  }

  private start(owners: Owners): WebhookSender | undefined {
    const { outward, dataSource, users, notices, accounts, frame } = this.parts;
    const client = (service: 'team-service' | 'token-service', urls: readonly string[]) =>
      new InternalHttpClient({ service, urls, caller: frame.name, secret: owners.internalSecret });
    const teams = client('team-service', owners.teamServiceUrls);
    const tokens = client('token-service', owners.tokenServiceUrls);
    const names = new OutwardNames({ users, notices, teams, tokens });
    const { publicUrl } = outward;
    const count = this.counter();
    const common = { names, accounts, publicUrl, count };
    const webhooks = outward.box && this.startWebhooks({ ...common, box: outward.box });
    if (outward.mail) {
      const mailer = new Mailer(outward.mail);
      const queue = new MailQueue(dataSource);
      const sender = new MailSender({ ...common, queue, mailer, logger: frame.logger });
      this.loop(mailsAtOnce, { take: (free) => queue.take(free), work: (mail) => sender.work(mail) });
      this.closables.push(mailer);
    }
    this.closables.push(teams, tokens);
    return webhooks;
  }

  private startWebhooks(
    parts: Omit<ConstructorParameters<typeof WebhookSender>[0], 'queue' | 'client'>,
  ): WebhookSender {
    const { addresses, allowsHttp } = this.parts.outward;
    if (parts.box.hasFormerKey) this.regularly(resealEveryMs, () => resealSecrets(this.parts.dataSource, parts.box));
    const client = new EndpointClient({ addresses, allowsHttp });
    const queue = new WebhookQueue(this.parts.dataSource);
    const sender = new WebhookSender({ ...parts, queue, client });
    this.loop(webhooksAtOnce, {
      take: (free) => queue.take(free),
      work: (webhook, signal) => sender.work(webhook, signal),
    });
    this.closables.push(client);
    return sender;
  }

  private loop<Turn>(atOnce: number, of: Pick<DeliveryLoopOptions<Turn>, 'take' | 'work'>): void {
    this.closables.push(new DeliveryLoop<Turn>({ everyMs: sendEveryMs, atOnce, ...of, onFailure: this.failed }));
  }

  private regularly(everyMs: number, run: () => Promise<void>): void {
    this.closables.push(new RegularJob({ everyMs, run, onFailure: this.failed }));
  }

  private counter(): CountAttempt {
    const { metrics } = this.parts.frame;
    const help = 'Attempts to send a notice outward';
    const attempts = metrics.counter('rollcall_deliveries_total', help, ['channel', 'outcome']);
    return (channel, outcome) => attempts.inc({ channel, outcome });
  }

  private observe(): void {
    const { metrics } = this.parts.frame;
    const { webhooks } = this.parts;
    const waits = singleFlight(() => webhooks.waiting()); // both gauges are collected at the same time
    metrics.gauge('rollcall_deliveries_waiting', 'Notices that wait to be sent outward', ['channel'], async (gauge) => {
      gauge.reset();
      for (const { channel, waiting } of await waits()) gauge.set({ channel }, waiting);
    });
    const help = 'For how long the oldest notice waits to be sent outward, in seconds';
    metrics.gauge('rollcall_deliveries_oldest_waiting_seconds', help, ['channel'], async (gauge) => {
      gauge.reset();
      for (const { channel, oldest_s } of await waits()) gauge.set({ channel }, oldest_s);
    });
  }
}
