import type { Socket } from 'node:net';
import { errorMessage } from '@rollcall/scim';
import { scimMediaType } from './media-type.js';

const answers: Readonly<Record<string, readonly [status: number, phrase: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers of the request are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    'The request took too long to arrive. Nothing was changed; send it again.',
  ],
};

/** What does not even parse as HTTP gets a SCIM error too: an identity provider shows it to its admin (rule 21). */
export function answerBrokenHttp(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, detail] = answers[error.code ?? ''] ?? [
    400,
    'Bad Request',
    'This is no HTTP request that can be read.',
  ];
  const body = JSON.stringify(errorMessage(status, detail));
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: ${scimMediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
