import type { NoticeNames } from '@rollcall/contracts';
import { nextAttempt, RecipientRefused, type Mailer } from '@rollcall/delivery';
import type { Logger } from '@rollcall/service-kit';
import { mailText } from '../domain/webhooks/outward-message.js';
import type { AccountReadModel } from '../persistence/account-read-model.js';
import type { MailQueue, TakenMail } from '../persistence/mail-queue.js';
import type { OutwardNames } from './outward-names.js';
import { noticeOf, coolDownWithoutNamesS, type CountAttempt } from './webhook-sender.js';

export interface MailSenderParts {
  readonly queue: MailQueue;
  readonly mailer: Pick<Mailer, 'send'>;
  readonly names: Pick<OutwardNames, 'of'>;
  readonly accounts: Pick<AccountReadModel, 'brief'>;
  readonly publicUrl: string | undefined;
  readonly count: CountAttempt;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Sends mails to admins. */
export class MailSender {
  constructor(private readonly parts: MailSenderParts) {}

  /** One mail. It is marked after it was sent, so after a crash between the two it is sent again, with the same `Message-ID`. */
  async work(mail: TakenMail): Promise<void> {
    const { queue, accounts, publicUrl, count } = this.parts;
    const { account_id: accountId, address } = mail;
    const account = await accounts.brief(accountId);
    if (address === null || !account) return queue.drop(mail);
    const names = await this.namesOf(mail);
    try {
      const text = mailText({ account, notice: noticeOf(mail), names, publicUrl }, mail.more);
      await this.parts.mailer.send({ id: mail.id, to: address, ...text });
    } catch (error) {
      return this.failed(mail, error);
    }
    await queue.delivered(mail);
    count('email', 'delivered');
  }

  /** While the names cannot be asked for, a mail waits: no attempt counts. */
  private async namesOf(mail: TakenMail): Promise<NoticeNames> {
    try {
      return await this.parts.names.of(mail.account_id, [mail]);
    } catch (error) {
      await this.parts.queue.giveBack(mail, coolDownWithoutNamesS);
      throw error;
    }
  }

  private async failed(mail: TakenMail, error: unknown): Promise<void> {
    const { queue, logger, count } = this.parts;
    const failures = mail.attempts + 1;
    const fields = { accountId: mail.account_id, id: mail.id, attempt: failures, error };
    if (error instanceof RecipientRefused) {
      logger.warn('a mail about a notice was refused for good: the mail server does not take its recipient', fields);
      count('email', 'refused');
      return queue.drop(mail);
    }
    logger.warn('a mail about a notice was not taken: it is tried again later', fields);
    count('email', 'failed');
    const { messageAt } = nextAttempt({ ofMessage: failures, ofEndpoint: failures }, new Date(), Math.random());
    return queue.failed(mail, messageAt);
  }
}
