import type { ServerResponse } from 'node:http';

/** An answer that does not come after its client has gone counts as over after this time, in milliseconds. */
const marginMs = 1_000;

/**
 * What a request holds of its account's share, until its work is done and its answer is sent or its client has gone. So
 * neither a client that breaks off and asks again, nor one that does not read its answers, gets more than its share.
 */
export class Hold {
  private readonly ends: (() => void)[] = [];
  private readonly gone: (() => void)[] = [];
  private isAnswered = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param leftMs the rest of the request's budget, after which nobody works for it any more */
  constructor(
    response: Pick<ServerResponse, 'once'>,
    private readonly leftMs: () => number,
  ) {
    response.once('close', () => this.closed());
  }

  /** `end` is called when the request is over, at once if it is. */
  untilOver(end: () => void): void {
    if (this.isOver) end();
    else this.ends.push(end);
  }

  /** `end` is called when the client goes before its answer was begun. */
  whenClientGoes(end: () => void): void {
    if (this.isClosed) end();
    else this.gone.push(end);
  }

  /** The handler's work is done: what it gave is about to be sent. */
  answered(): void {
    this.isAnswered = true;
    if (this.isClosed) this.over();
  }

  private closed(): void {
    this.isClosed = true;
    if (this.isAnswered) return this.over();
    this.timer = setTimeout(() => this.over(), this.leftMs() + marginMs).unref();
    for (const end of this.gone.splice(0)) end();
  }

  private get isOver(): boolean {
    return this.isClosed && this.isAnswered;
  }

  private over(): void {
    clearTimeout(this.timer);
    for (const end of this.ends.splice(0)) end();
  }
}
