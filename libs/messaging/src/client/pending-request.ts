import type { Reply } from '@rollcall/contracts';
import { crashPoint } from '../crash-point.js';
import type { OutgoingRecord } from '../ports/event-publisher.js';
import type { MessagingObserver } from '../ports/observers.js';
import type { BatchingProducer } from '../sender/batching-producer.js';
import { RecordTooLarge, SendFailed, SenderFull } from '../sender/send-errors.js';
import { NotSent, OutcomeUnknown, WindowFull } from './errors.js';

export interface PendingRequestOptions {
  readonly commandId: string;
  readonly record: OutgoingRecord;
  /** Until when the caller must have an answer, in epoch milliseconds. */
  readonly end: number;
  readonly resendAfterMs: number;
  readonly sender: BatchingProducer;
  readonly observer: MessagingObserver;
}

/**
 * The producer's deadline ends this much before the caller's, so that its outcome is known when the caller is answered.
 */
const marginMs = 20;

/** One command on its way: it is sent, and sent again under the same id, until the reply arrives or the budget ends. */
export class PendingRequest {
  private readonly outcome = Promise.withResolvers<Reply>();
  private readonly budget: NodeJS.Timeout;
  private readonly again: NodeJS.Timeout;
  private sending = false;
  /** True as soon as the command may be on the log. */
  private perhapsOnTheLog = false;
  private settled = false;

  constructor(private readonly options: PendingRequestOptions) {
    this.budget = setTimeout(() => this.giveUp(), Math.max(0, options.end - Date.now()));
    this.again = setInterval(() => this.resend(), options.resendAfterMs);
    this.send();
  }

  /**
   * Resolves to the reply.
   * @throws NotSent, WindowFull when nothing has happened
   * @throws OutcomeUnknown when the command had its whole effect or none
   */
  get promise(): Promise<Reply> {
    return this.outcome.promise;
  }

  answer(reply: Reply): void {
    if (this.settle()) this.outcome.resolve(reply);
  }

  /** Ends the wait without a reply. */
  giveUp(cause?: unknown): void {
    if (!this.settle()) return;
    this.options.observer.count('unanswered');
    this.outcome.reject(
      this.perhapsOnTheLog || this.sending ? new OutcomeUnknown(this.options.commandId) : new NotSent({ cause }),
    );
  }

  private resend(): void {
    if (this.sending) return; // the first send has not ended
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
    if (!(error instanceof SenderFull) && (!(error instanceof SendFailed) || error.mayBeOnTheLog))
      this.perhapsOnTheLog = true;
    if (this.perhapsOnTheLog) return; // it may be on the log: it is sent again later
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
