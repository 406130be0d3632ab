import type { IncomingMessage } from 'node:http';

/** How long the rest of a refused body is read away. */
const lingerMs = 5_000;

/** Whether a part of the body has not arrived yet. */
export function isBodyUnderWay({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
}

/**
 * Has the connection of a refused request closed once the rest of its body has been read away, or some seconds later.
 * Closed at once, it would be reset, and the client, which is still sending, might never see the answer (RFC 9112 §9.6).
 * The answer needs `Connection: close`: Node then calls `destroySoon` when it has been written.
 */
export function closeAfterBody(request: IncomingMessage): void {
  const { socket } = request;
  socket.destroySoon = () => {
    const close = () => {
      clearTimeout(timer);
      socket.destroy();
    };
    const timer = setTimeout(close, lingerMs).unref();
    request.once('end', close).once('close', close);
    socket.end();
    request.resume();
  };
}
