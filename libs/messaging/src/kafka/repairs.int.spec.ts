import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { kafkaForTests } from '@rollcall/testing';
import type { Producer } from 'kafkajs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { silent } from '../../test/counter-service.js';
import { createKafka } from '../index.js';
import { promptSockets, repairedRelease, repairTimerLoop } from './repairs.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface TimerLoop {
  prototype: { checkPendingRequests(): void };
}

describe('the repairs of kafkajs', () => {
  test('are made for the release that is installed', () => {
    const { version } = createRequire(import.meta.url)('kafkajs/package.json') as { version: string };
    expect(version).toBe(repairedRelease);
    expect(() => repairTimerLoop()).not.toThrow();
  });

  test('let an idle connection rest, where kafkajs looks at an empty queue each millisecond', async () => {
    const { brokers } = await kafkaForTests();
    const producers: Producer[] = [];
    const kafka = createKafka({ brokers, clientId: 'idle' }, silent);
    for (let at = 0; at < 3; at += 1) producers.push(kafka.producer());
    await Promise.all(producers.map((producer) => producer.connect()));
    closing.push(() => Promise.all(producers.map((producer) => producer.disconnect())));
    const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as TimerLoop;
    const looks = vi.spyOn(queue.prototype, 'checkPendingRequests');
    closing.push(() => looks.mockRestore());
    const before = looks.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 300)); // nothing must happen meanwhile: there is nothing to wait for
    expect(looks.mock.calls.length - before).toBeLessThan(5);
  });

  test('send a small request at once', async () => {
    const server = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const socket = await new Promise<Socket>((resolve) => {
      const opened = promptSockets({
        host: '127.0.0.1',
        port,
        ssl: undefined as never,
        onConnect: () => resolve(opened),
      }); // no TLS
    });
    closing.push(() => socket.destroy());
    // Node keeps what was asked for under a symbol, and offers no other way to see it.
    const noDelay = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'kSetNoDelay');
    expect(noDelay && Reflect.get(socket, noDelay)).toBe(true);
  });
});
