import type { ServerResponse } from 'node:http';
import { Failure } from '../failures/failure.js';

/** An answer that does not come after its client has gone counts as over after this time, in milliseconds. */
const marginMs = 1_000;

/**
 * What a request holds of its account's share, until its work is done and its answer is sent or its client has gone. So
 * neither a client that breaks off and asks again, nor one that does not read its answers, gets more than its share.
 */
export class Hold {
  private readonly ends: (() => void)[] = [];
  private readonly abort = new LazyAbort();
  private isAnswered = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param request knows the rest of its budget, after which nobody works for it any more */
  constructor(
    response: Pick<ServerResponse, 'once'>,
    private readonly request: { readonly leftMs: number },
  ) {
    response.once('close', () => this.closed());
  }

  /** How long the request may wait for a turn. */
  get leftMs(): number {
    return this.request.leftMs;
  }

  /** Aborted when the client goes before its answer was begun. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** `end` is called when the request is over, at once if it is. */
  untilOver(end: () => void): void {
    if (this.isClosed && this.isAnswered) end();
    else this.ends.push(end);
  }

  /** The handler's work is done: what it gave is about to be sent. */
  answered(): void {
    this.isAnswered = true;
    if (this.isClosed) this.over();
  }

  private closed(): void {
    this.isClosed = true;
    if (this.isAnswered) return this.over();
    this.timer = setTimeout(() => this.over(), this.leftMs + marginMs).unref();
    this.abort.now();
  }

  private over(): void {
    clearTimeout(this.timer);
    for (const end of this.ends.splice(0)) end();
  }
}

/** An abort controller that is only made when somebody asks for its signal: most requests never wait. */
class LazyAbort {
  private controller: AbortController | undefined;
  private isAborted = false;

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.isAborted) this.now();
    return this.controller.signal;
  }

  now(): void {
    this.isAborted = true;
    this.controller?.abort(new Failure('request-rejected', { status: 400 })); // nobody is there to read it
  }
}
