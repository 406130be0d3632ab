import type { ServerResponse } from 'node:http';
import type { StreamEnd } from '../contract/event-routes.js';
import { frameOf } from './frames.js';
import type { Hearer } from './hint-batch.js';

/** The response that a stream is written to. */
export type Outlet = Pick<ServerResponse, 'write' | 'end' | 'destroy' | 'destroyed' | 'writableLength'> & {
  once(event: 'close', listener: () => void): unknown;
};

/** A client that has not read more than this is not waited for. */
const maxUnreadBytes = 64 * 1_024;
/** A client that does not take the last event within this time is cut off. */
const lastEventMs = 1_000;

/** Why a stream is over: as its last event says, or without one. */
export type Ended = StreamEnd | 'client' | 'slow';

/** One open stream of hints. */
export class HintStream {
  private ended: Ended | undefined;

  /** @param onEnd called once, when it takes no more */
  constructor(
    readonly hearer: Hearer,
    private readonly outlet: Outlet,
    private readonly onEnd: (why: Ended) => void,
  ) {
    outlet.once('close', () => this.over('client'));
    if (outlet.destroyed) this.over('client');
  }

  get isOpen(): boolean {
    return this.ended === undefined;
  }

  /** Sends frames, or cuts off a client that does not read. */
  send(frames: string): void {
    if (!this.isOpen) return;
    if (this.outlet.writableLength + frames.length > maxUnreadBytes) {
      this.over('slow');
      this.outlet.destroy();
      return;
    }
    this.outlet.write(frames);
  }

  /** Says why, and ends. */
  end(why: StreamEnd): void {
    if (!this.isOpen) return;
    this.outlet.end(frameOf('bye', { why }));
    const cut = setTimeout(() => this.outlet.destroy(), lastEventMs).unref();
    this.outlet.once('close', () => clearTimeout(cut));
    this.over(why);
  }

  private over(why: Ended): void {
    if (!this.isOpen) return;
    this.ended = why;
    this.onEnd(why);
  }
}
