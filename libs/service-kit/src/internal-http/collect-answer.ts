import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';

/** A whole answer, whatever its status. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Sends a request and collects its answer. Its body does not become a stream, which costs as much as the rest of the request: answers of
 * the internal port are read as a whole.
 * @throws the signal's reason where it is aborted before the answer is complete, and undici's errors
 */
export function collectAnswer(
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<WholeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WholeAnswer>();
  pool.dispatch(request, new Collector(signal, resolve, reject));
  return promise;
}

class Collector implements Dispatcher.DispatchHandler {
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private readonly chunks: Buffer[] = [];
  private giveUp = (): void => undefined;

  constructor(
    private readonly signal: AbortSignal,
    private readonly resolve: (answer: WholeAnswer) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.giveUp = () => controller.abort(this.signal.reason as Error); // who aborts says why by an Error
    if (this.signal.aborted) this.giveUp();
    else this.signal.addEventListener('abort', this.giveUp);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.signal.removeEventListener('abort', this.giveUp);
    const [first, ...more] = this.chunks;
    const body = first && more.length > 0 ? Buffer.concat(this.chunks) : first;
    this.resolve({ status: this.status, headers: this.headers, text: body?.toString('utf8') ?? '' });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.signal.removeEventListener('abort', this.giveUp);
    this.reject(error);
  }
}
