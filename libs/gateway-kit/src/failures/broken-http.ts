import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import type { FailureCode } from './failure-of.js';
import { Failure } from './failure.js';
import type { FailureRenderer } from './render-failure.js';

const codes: Readonly<Record<string, FailureCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-slow',
};

/** How long the client may take to read the answer and close the connection. */
const lingerMs = 1_000;

/**
 * Answers, in the gateway's protocol, what cannot be parsed as HTTP or does not arrive in time. For Fastify's
 * `clientErrorHandler`.
 * @param headers those of every answer
 */
export function createBrokenHttpHandler(
  { mediaType, render }: FailureRenderer,
  headers: Readonly<Record<string, string>>,
) {
  const fixed = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const failure = new Failure(codes[error.code ?? ''] ?? 'http-malformed');
    const { status, phrase = STATUS_CODES[status], body } = render(failure, uuidv7());
    socket.end(
      `HTTP/1.1 ${status} ${phrase}\r\n${fixed.join('')}content-type: ${mediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
    // The server's half is closed now; a client that never closes its own would keep the connection.
    const close = setTimeout(() => socket.destroy(), lingerMs).unref();
    socket.once('close', () => clearTimeout(close));
  };
}
