import { setTimeout as pause } from 'node:timers/promises';
import { nilUuid } from '@rollcall/contracts';
import type { EventPublisher, OutgoingRecord } from '@rollcall/messaging';
import { Pace, type Closable, type PaceOptions } from '@rollcall/service-kit';
import type { Segment } from '../request-spool/segment.js';
import type { Spool } from '../request-spool/spool.js';
import type { Spooled } from '../request-spool/spooled-line.js';
import type { Sampled } from './flood-sampler.js';
import type { RequestLog } from './request-log.js';

/** What the record of a request says in every gateway. */
export interface RequestRecord extends Sampled {
  readonly requestId: string;
  /** Absent where the request belongs to no account. */
  readonly accountId?: string;
}

export interface SpooledRequestLogParts {
  readonly spool: Spool;
  readonly publisher: EventPublisher;
  /** The message that an entry of a run becomes. */
  readonly encode: (entry: Spooled, bootId: string) => OutgoingRecord;
  /** Whether writes are refused while there is no room for their records. */
  readonly isStrict: boolean;
  readonly onFailure: (error: unknown) => void;
  /** How records wait for others to join their produce request; default `usualPace`. */
  readonly pace?: PaceOptions;
  readonly retryAfterMs?: number;
  /** How long the end waits for what is still to be sent. */
  readonly closingMs?: number;
}

/** No answer waits for a record, a person who looks at the log does; and a produce request costs more than a record. */
const usualPace: PaceOptions = { lingerMs: 50, apartMs: 200 };
const usualRetryMs = 500;
const usualClosingMs = 5_000;
/** Records of one produce request: encoding them keeps the process busy for a millisecond or two. */
const atOnce = 500;

/**
 * A request log whose records go to their topic by way of the spool: in order, whenever the broker is there, and after a restart too.
 * What is sent is removed once the broker has acknowledged it, so that a killed process repeats some records, under their own ids.
 */
export class SpooledRequestLog<Recorded extends RequestRecord> implements RequestLog<Recorded>, Closable {
  private readonly sending: Promise<void>;
  private wake: () => void = () => undefined;
  private endsAt: number | undefined;

  constructor(private readonly parts: SpooledRequestLogParts) {
    this.sending = this.send();
  }

  get refusesWrites(): boolean {
    return this.parts.isStrict && !this.parts.spool.hasRoom;
  }

  answering(): void {
    this.parts.spool.countRequest();
  }

  write(record: Recorded, traceparent: string): void {
    const { requestId, accountId = nilUuid, standsFor: requests = 1 } = record;
    const value = JSON.stringify(record);
    this.parts.spool.append({ requests, time: Date.now(), traceparent, requestId, accountId, value });
    this.wake();
  }

  /** Sends what waits, as far as the time allows; the rest stays in the spool. */
  async close(): Promise<void> {
    this.endsAt = Date.now() + (this.parts.closingMs ?? usualClosingMs);
    this.wake();
    await this.sending;
  }

  private async send(): Promise<void> {
    const { spool, pace: options = usualPace, retryAfterMs = usualRetryMs } = this.parts;
    const pace = new Pace(options);
    for (;;) {
      const segment = spool.oldest();
      if (!segment && this.endsAt !== undefined) return;
      if (!segment) {
        await this.somethingToSend();
        if (this.endsAt === undefined) await pace.wait();
      } else if (!(await this.sendFrom(segment)) && !(await this.mayTryAgain(retryAfterMs))) return;
    }
  }

  /** @returns whether the broker has taken them */
  private async sendFrom(segment: Segment): Promise<boolean> {
    const { spool, publisher, encode, onFailure } = this.parts;
    try {
      const entries = (await segment.entries()).slice(0, atOnce);
      await publisher.publish(entries.map((entry) => encode(entry, segment.bootId)));
      spool.sent(segment, entries);
      return true;
    } catch (error) {
      onFailure(error);
      return false;
    }
  }

  private async mayTryAgain(afterMs: number): Promise<boolean> {
    if (this.endsAt !== undefined && Date.now() + afterMs > this.endsAt) return false;
    await pause(afterMs);
    return true;
  }

  private somethingToSend(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
