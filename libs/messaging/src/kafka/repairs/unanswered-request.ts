import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { isFirstTime } from './first-time.js';

interface Connection {
  readonly socket?: Socket | undefined;
  send(request: unknown): Promise<unknown>;
}

const require = createRequire(import.meta.url);

/**
 * kafkajs gives up a request that times out, but keeps the connection. If the broker's machine is gone without closing
 * it, every later request times out too. The repair closes such a connection, so that the next request opens a new one.
 */
export function repairUnansweredRequest(): void {
  const { prototype } = require('kafkajs/src/network/connection') as { prototype: Connection };
  if (!isFirstTime('unanswered-request', prototype)) return;
  const send = Reflect.get(prototype, 'send');
  prototype.send = async function (this: Connection, request: unknown) {
    try {
      return await send.call(this, request);
    } catch (error) {
      if (error instanceof Error && error.name === 'KafkaJSRequestTimeoutError') {
        this.socket?.destroy(new Error('a request was not answered in time'));
      }
      throw error;
    }
  };
}
