import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** A message that a receiver took or refused. */
export interface ReceivedMessage {
  readonly path: string;
  readonly id: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Receiver {
  readonly url: string;
  readonly received: ReceivedMessage[];
  /** How it answers; at the beginning with 200. */
  answer: (response: ServerResponse, message: ReceivedMessage) => void;
  close(): Promise<void>;
}

/** A real HTTP server that receives webhooks. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      const message = { path: request.url ?? '', id: headers['webhook-id'] ?? '', body, headers };
      received.push(message);
      receiver.answer(response, message);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (response) => response.end(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return receiver;
}

/** What a receiver does that follows Standard Webhooks. @throws Error where the signature is none of this secret */
export function verified(message: ReceivedMessage, secret: string): unknown {
  return new Webhook(secret).verify(message.body, { ...message.headers });
}
