import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '@rollcall/testing';
import { afterEach, expect, it } from 'vitest';
import { TrustedProxies } from '../http/trusted-proxies.js';
import { isProxy, shareConnections } from './connection-shares.js';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function serverWith(maxConnections: number, speaksForMany: (address: string) => boolean) {
  const server = createServer();
  shareConnections(server, maxConnections, speaksForMany);
  server.on('connection', (socket) => socket.destroyed || socket.write('in'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  /** Whether the connection is let in; else it is closed. */
  const isLetIn = async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    const words = once(socket, 'data').then(() => true);
    return Promise.race([words, once(socket, 'close').then(() => false)]);
  };
  return { isLetIn, close: () => server.close() };
}

it('a network has half of the connections, and another one when it has closed one', async () => {
  const { isLetIn, close } = await serverWith(4, () => false);
  expect([await isLetIn(), await isLetIn(), await isLetIn()]).toEqual([true, true, false]);
  sockets[0]?.destroy();
  await eventually(isLetIn, 'another one is let in');
  close();
});

it('who speaks for many has as many as there are', async () => {
  const { isLetIn, close } = await serverWith(2, (address) => address === '127.0.0.1');
  expect([await isLetIn(), await isLetIn(), await isLetIn()]).toEqual([true, true, true]);
  close();
});

it('proxies are those that are trusted, and this machine', () => {
  const speaksForMany = isProxy(TrustedProxies.of(['10.0.0.0/8']));
  expect(['10.1.2.3', '::ffff:10.1.2.3', '127.0.0.1', '::ffff:127.0.0.1', '::1'].filter(speaksForMany)).toHaveLength(5);
  expect(['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', ''].filter(speaksForMany)).toEqual([]);
});
