import { createTransport, type Transporter } from 'nodemailer';

export interface MailerOptions {
  /** `smtp://` or `smtps://`, with name and password where the server wants them. */
  readonly url: string;
  /** Whom mail is from, such as `Rollcall <rollcall@example.com>`. */
  readonly from: string;
}

export interface Mail {
  /** The same at each attempt: mail programs show a repetition once. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const timeLimits = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/** The mail server takes no mail for this recipient, and will not later. */
export class RecipientRefused extends Error {
  override readonly name = 'RecipientRefused';
}

/** Sends mail as plain text by an SMTP server. */
export class Mailer {
  private readonly transport: Transporter;
  private readonly domain: string;

  constructor(private readonly options: MailerOptions) {
    this.domain = /@([^\s>]+)/.exec(options.from)?.[1] ?? 'localhost';
    // What a mail holds is text: no part of it is ever read from a file or an address.
    const noReading = { disableFileAccess: true, disableUrlAccess: true };
    this.transport = createTransport({ url: options.url, ...timeLimits, ...noReading });
  }

  /**
   * @throws RecipientRefused where the server refuses the recipient for good
   * @throws Error where it does not take the mail: then it was not sent, or it is not known whether it was
   */
  async send({ id, to, subject, text }: Mail): Promise<void> {
    const mail = {
      from: this.options.from,
      to: { name: '', address: to },
      subject,
      text,
      messageId: `<${id}@${this.domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834 §5: nobody's absence note answers it
    };
    try {
      await this.transport.sendMail(mail);
    } catch (error) {
      throw isOfRecipient(error) ? new RecipientRefused(String(error)) : error;
    }
  }

  close(): void {
    this.transport.close();
  }
}

/**
 * Whether a server refused a recipient for good (RFC 5321 §4.2.1). Not where it lets nobody send, which a repair of the operator ends: it wants a login
 * (530), or says that its policy is the reason (RFC 3463 §3.8: 5.7.x, such as "relaying denied").
 */
function isOfRecipient(error: unknown): boolean {
  const {
    command,
    responseCode = 0,
    response = '',
  } = error as { command?: string; responseCode?: number; response?: string };
  return command === 'RCPT TO' && responseCode >= 500 && responseCode !== 530 && !/^5\d\d[ -]5\.7\./u.test(response);
}
