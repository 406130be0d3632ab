import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Failure } from '../failures/failure.js';

/** The response of a request, and its connection. */
export interface HeldExchange {
  readonly response: Pick<ServerResponse, 'on'>;
  readonly socket: Pick<Socket, 'on' | 'off' | 'destroyed' | 'setMaxListeners'>;
}

/** Where the client has gone and its request's time is over, the answer is awaited for so long, in milliseconds. */
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
  private isOver = false;
  private timer: NodeJS.Timeout | undefined;

  private readonly socket: Pick<Socket, 'on' | 'off' | 'destroyed' | 'setMaxListeners'>;

  /**
   * Made before anything is awaited for the request: a client that has gone already is not announced again. The
   * connection is watched beside the response, since one that waits behind another answer (pipelining) says nothing.
   * @param request knows the rest of its budget, after which no work is done for it any more
   */
  constructor(
    { response, socket }: HeldExchange,
    private readonly request: { readonly leftMs: number },
  ) {
    this.socket = socket;
    socket.setMaxListeners(0); // one for each pipelined request
    response.on('close', this.closed); // not `once`, which costs more: `closed` works once
    socket.on('close', this.closed);
    if (socket.destroyed) this.closed();
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
    if (this.isOver || (this.isClosed && this.isAnswered)) return end();
    this.ends.push(end);
    if (this.isClosed) this.endLater();
  }

  /** The handler's work is done: what it gave is about to be sent. */
  answered(): void {
    this.isAnswered = true;
    if (this.isClosed) this.over();
  }

  /** Ends before the answer does: what is still to be sent is no work. */
  giveBack(): void {
    this.over();
  }

  private readonly closed = (): void => {
    if (this.isClosed) return;
    this.isClosed = true;
    this.socket.off('close', this.closed);
    this.abort.now();
    if (this.isAnswered) this.over();
    else if (this.ends.length > 0) this.endLater();
  };

  private endLater(): void {
    this.timer ??= setTimeout(() => this.over(), this.leftMs + marginMs).unref();
  }

  private over(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    for (const end of this.ends.splice(0)) end();
  }
}

/** An abort controller that is only made when its signal is asked for: most requests never wait. */
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
    this.controller?.abort(new Failure('request-rejected', { status: 400 })); // no client is there to read it
  }
}
