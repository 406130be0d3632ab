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

/** Answers, in the gateway's protocol, what cannot be parsed as HTTP. For Fastify's `clientErrorHandler`. */
export function createBrokenHttpHandler({ mediaType, render }: FailureRenderer) {
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const failure = new Failure(codes[error.code ?? ''] ?? 'http-malformed');
    const { status, phrase = STATUS_CODES[status], body } = render(failure, uuidv7());
    socket.end(
      `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: ${mediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  };
}
