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

  /** @throws Error where the server does not take it: then it was not sent, or nobody knows whether it was */
  async send({ id, to, subject, text }: Mail): Promise<void> {
    await this.transport.sendMail({
      from: this.options.from,
      to: { name: '', address: to },
      subject,
      text,
      messageId: `<${id}@${this.domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834 §5: nobody's absence note answers it
    });
  }

  close(): void {
    this.transport.close();
  }
}
