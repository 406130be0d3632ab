import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { closeUnread } from './unread-answers.js';

const withinMs = 300;
/** More than the buffers of both systems take. */
const much = Buffer.alloc(40_000_000, 'x');

/** A client that has asked, and its end of the connection. */
async function asking(answer: (response: ServerResponse) => void, cutAfterMs = withinMs) {
  const ended: boolean[] = [];
  const server = createServer((_request, response) => {
    response.on('close', () => ended.push(response.writableFinished));
    closeUnread(response, cutAfterMs);
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void (client.destroy(), server.close()));
  client.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  return { client, ended };
}

it('who reads nothing of an answer is cut off', async () => {
  const { ended } = await asking((response) => response.end(much));
  await pause(withinMs * 4);
  expect(ended).toEqual([false]);
});

it('who reads slowly is not', async () => {
  const longMs = 1_500; // client and server are one process here, which may stand still on a busy machine
  const { client, ended } = await asking((response) => response.end(much), longMs);
  client.on('data', () => {
    client.pause();
    setTimeout(() => client.resume(), 20);
  });
  await pause(longMs * 2);
  expect(ended).toEqual([]);
  client.removeAllListeners('data').resume();
  await once(client, 'end');
  expect(ended).toEqual([true]);
});

it('an answer that is still being made is waited for', async () => {
  const { client, ended } = await asking((response) => {
    response.write('first');
    setTimeout(() => response.end('last'), withinMs * 3);
  });
  client.resume();
  await once(client, 'end');
  expect(ended).toEqual([true]);
});
