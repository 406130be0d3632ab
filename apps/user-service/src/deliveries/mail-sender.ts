import { nextAttempt, type Mailer } from '@rollcall/delivery';
import type { Logger } from '@rollcall/service-kit';
import { mailText } from '../domain/webhooks/outward-message.js';
import type { AccountReadModel } from '../persistence/account-read-model.js';
import type { MailQueue, TakenMail } from '../persistence/mail-queue.js';
import type { OutwardNames } from './outward-names.js';
import { noticeOf, type CountAttempt } from './webhook-sender.js';

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
    const { queue, names, accounts, publicUrl, count } = this.parts;
    const { account_id: accountId, address } = mail;
    const account = await accounts.brief(accountId);
    if (address === null || !account) return queue.drop(mail);
    try {
      const text = mailText({ account, notice: noticeOf(mail), names: await names.of(accountId, [mail]), publicUrl });
      await this.parts.mailer.send({ id: mail.id, to: address, ...text });
    } catch (error) {
      const fields = { accountId, id: mail.id, attempt: mail.attempts + 1, error };
      this.parts.logger.warn('a mail about a notice was not taken: it is tried again later', fields);
      count('email', 'failed');
      const failures = mail.attempts + 1;
      const { messageAt } = nextAttempt({ ofMessage: failures, ofEndpoint: failures }, new Date(), Math.random());
      return queue.failed(mail, messageAt);
    }
    await queue.delivered(mail);
    count('email', 'delivered');
  }
}
