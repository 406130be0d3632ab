import type { Socket } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { problemMediaType } from '../errors/problem.js';
import { problem } from '../errors/problem-table.js';

const codes = { HPE_HEADER_OVERFLOW: 'headers-too-large', ERR_HTTP_REQUEST_TIMEOUT: 'request-slow' } as const;

/** What does not even parse as HTTP gets a problem too. */
export function answerBrokenHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const failure = problem(codes[error.code as keyof typeof codes] ?? 'request-malformed');
  const body = failure.body(uuidv7());
  socket.end(
    `HTTP/1.1 ${failure.status} ${failure.title}\r\ncontent-type: ${problemMediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
