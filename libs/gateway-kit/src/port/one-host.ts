import type { IncomingMessage } from 'node:http';
import { Failure } from '../failures/failure.js';

/**
 * RFC 9112 §3.2: a request of HTTP/1.1 has exactly one `Host`. Of two, a proxy may believe the one and this port the
 * other.
 * @throws Failure request-malformed
 */
export function assertOneHost({ httpVersion, rawHeaders }: IncomingMessage): void {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) throw new Failure('request-malformed');
}
