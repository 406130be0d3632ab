import type { Reply } from '@rollcall/contracts';
import { crashPoint } from '../crash-point.js';
import type { OutgoingRecord } from '../ports/event-publisher.js';
import type { MessagingObserver } from '../ports/observers.js';
import type { CoalescingSender } from '../sender/coalescing-sender.js';
import { RecordTooLarge, SendFailed, SenderFull } from '../sender/send-errors.js';
import { NotSent, OutcomeUnknown, WindowFull } from './errors.js';

export interface ExchangeOptions {
  readonly commandId: string;
  readonly record: OutgoingRecord;
  /** Epoch milliseconds when the caller must have an answer. */
  readonly end: number;
  readonly askAgainMs: number;
  readonly sender: CoalescingSender;
  readonly observer: MessagingObserver;
}

/** The sender must have said what became of the record before we say it. */
const marginMs = 20;

/** One command on its way: sends, asks again under the same id, until the reply is there or the budget ends. */
export class Exchange {
  private readonly outcome = Promise.withResolvers<Reply>();
  private readonly budget: NodeJS.Timeout;
  private readonly again: NodeJS.Timeout;
  private sending = false;
  /** True as soon as the command may be on the log. */
  private perhapsOnTheLog = false;
  private settled = false;

  constructor(private readonly options: ExchangeOptions) {
    this.budget = setTimeout(() => this.giveUp(), Math.max(0, options.end - Date.now()));
    this.again = setInterval(() => this.askAgain(), options.askAgainMs);
    this.send();
  }

  /** Rejects with NotSent or WindowFull: nothing happened. With OutcomeUnknown: everything or nothing has happened. */
  get promise(): Promise<Reply> {
    return this.outcome.promise;
  }

  answer(reply: Reply): void {
    if (this.settle()) this.outcome.resolve(reply);
  }

  /** Nobody will wait any longer. */
  giveUp(cause?: unknown): void {
    if (!this.settle()) return;
    this.options.observer.count('unanswered');
    this.outcome.reject(
      this.perhapsOnTheLog || this.sending ? new OutcomeUnknown(this.options.commandId) : new NotSent({ cause }),
    );
  }

  private askAgain(): void {
    if (this.sending) return; // the first asking has not even left
    this.options.observer.count('asked-again');
    this.send();
  }

  private send(): void {
    const { sender, record, end } = this.options;
    this.sending = true;
    sender.publish([record], end - marginMs - Date.now()).then(
      () => {
        this.sending = false;
        this.perhapsOnTheLog = true;
        crashPoint('gateway.after-produce');
      },
      (error: unknown) => {
        this.sending = false;
        this.failed(error);
      },
    );
  }

  private failed(error: unknown): void {
    if (!(error instanceof SenderFull) && (!(error instanceof SendFailed) || error.begun)) this.perhapsOnTheLog = true;
    if (this.perhapsOnTheLog) return; // asked again later
    if (error instanceof SenderFull && this.settle()) this.outcome.reject(new WindowFull());
    if (error instanceof RecordTooLarge) this.giveUp(error);
  }

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.budget);
    clearInterval(this.again);
    return true;
  }
}
