import type { IncomingMessage } from 'node:http';
import { largeBytes } from '../bodies/body-budget.js';
import { SharedRate } from '../bodies/shared-rate.js';

/** How long the rest of a body is read away. */
const lingerMs = 5_000;
/** From where it counts as large, it is read away no faster than this, together with all others: 32 MB a second. */
const bytesPerMs = 33_554;

/** Whether a part of the body has not arrived yet. */
export function isBodyUnderWay({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
}

/**
 * Has the connection of a request whose body is not read closed, because it was refused or needs none, once the rest of
 * the body has been read away, or some seconds later. Closed at once, it would be reset, and the client, which is still sending, might never
 * see the answer (RFC 9112 §9.6). Read away as fast as it comes, it would keep the thread from all other requests.
 */
export class UnreadBodies {
  private readonly rate = new SharedRate(bytesPerMs);

  /** The answer needs `Connection: close`: Node then calls `destroySoon` when it has been written. May be called repeatedly. */
  closeAfter(request: IncomingMessage): void {
    const { socket } = request;
    request.pause();
    request.read(); // Node reads away itself, without a pause, a body that was not begun to be read
    socket.destroySoon = () => {
      const close = () => {
        clearTimeout(timer);
        socket.destroy();
      };
      const timer = setTimeout(close, lingerMs).unref();
      request.once('end', close).once('close', close);
      socket.end();
      this.readAway(request);
    };
  }

  private readAway(request: IncomingMessage): void {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      const pauseMs = bytes > largeBytes ? this.rate.pauseMs(chunk.length) : 0;
      if (pauseMs === 0) return;
      request.pause();
      setTimeout(() => request.resume(), pauseMs).unref();
    });
    request.resume();
  }
}
