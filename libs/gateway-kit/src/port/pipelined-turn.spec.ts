import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { eventually } from '@rollcall/testing';
import { expect, it, onTestFinished } from 'vitest';
import { Hold } from './hold.js';
import { pipelinedTurn } from './pipelined-turn.js';

/** A server whose requests wait for their turn, and a connection on which so many are sent at once. */
async function serverWith(requests: number, leftMs = 10_000) {
  const begun: { path: string | undefined; answer: () => void }[] = [];
  const gone: unknown[] = [];
  const server = createServer((request, response: ServerResponse) => {
    const hold = new Hold({ response, socket: request.socket }, { leftMs });
    pipelinedTurn(response, request.socket, hold).then(
      () => begun.push({ path: request.url, answer: () => response.end(request.url) }),
      (error: unknown) => gone.push(error),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void (client.destroy(), server.close()));
  let received = '';
  client.setEncoding('utf8').on('data', (text: string) => (received += text));
  client.on('error', () => undefined);
  const closed = once(client, 'close');
  client.write(Array.from({ length: requests }, (_, n) => `GET /${n} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''));
  await eventually(() => begun.length > 0, 'the first is begun');
  return { begun, gone, client, closed, received: () => received };
}

it('requests of one connection are dealt with one after the other', async () => {
  const { begun, received } = await serverWith(3);
  for (const n of [0, 1, 2]) {
    await eventually(() => begun.length === n + 1, 'the next one is begun');
    begun[n]?.answer();
  }
  await eventually(() => received().endsWith('/2'), 'all are answered');
  expect(begun.map(({ path }) => path)).toEqual(['/0', '/1', '/2']);
});

it('those that wait hear that their client has gone', async () => {
  const { begun, gone, client } = await serverWith(3);
  client.destroy();
  await eventually(() => gone.length === 2, 'both have heard');
  expect(begun).toHaveLength(1);
});

it('a connection is closed on which one waits for too long, or too many do', async () => {
  const slow = await serverWith(2, 200);
  await slow.closed;
  await eventually(() => slow.gone.length === 1, 'it has heard');
  const crowd = await serverWith(102);
  await crowd.closed;
  await eventually(() => crowd.gone.length === 101, 'all have heard');
  expect(crowd.begun).toHaveLength(1);
  expect((await serverWith(101)).gone).toEqual([]);
});
