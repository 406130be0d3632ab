import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from './eventually.js';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { TcpProxy } from './tcp-proxy.js';

let echo: Server;
let proxy: TcpProxy;

beforeAll(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.start((echo.address() as AddressInfo).port);
});
beforeEach(() => proxy.mend());
afterAll(async () => {
  await proxy.close();
  echo.close();
});

/** A client, and what it has received. */
function client(): { socket: Socket; heard: () => string; closed: () => boolean } {
  let text = '';
  let isClosed = false;
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('data', (piece) => (text += String(piece)));
  socket.on('error', () => undefined).on('close', () => (isClosed = true));
  return { socket, heard: () => text, closed: () => isClosed };
}

it('passes on what is said, slowly where it is to', async () => {
  const { socket, heard } = client();
  socket.write('one ');
  await eventually(() => heard() === 'one ', 'it is heard');
  proxy.latencyMs = 100;
  const began = performance.now();
  socket.write('two ');
  socket.write('three');
  await eventually(() => heard() === 'one two three', 'the rest is heard, in order');
  expect(performance.now() - began).toBeGreaterThan(190);
  socket.destroy();
});

it('cut: nobody has a connection, until it is mended', async () => {
  const before = client();
  before.socket.write('x');
  await eventually(() => before.heard() === 'x', 'the line works');
  proxy.cut();
  const during = client();
  await eventually(() => before.closed() && during.closed(), 'both are closed');
  proxy.mend();
  const after = client();
  after.socket.write('y');
  await eventually(() => after.heard() === 'y', 'the line works again');
  after.socket.destroy();
});

it('silent: connections stand and nothing gets through, until all arrives', async () => {
  const { socket, heard, closed } = client();
  socket.write('x');
  await eventually(() => heard() === 'x', 'the line works');
  proxy.silence();
  socket.write('y');
  const late = client();
  await once(late.socket, 'connect');
  expect([heard(), closed(), late.closed()]).toEqual(['x', false, false]);
  proxy.mend();
  await eventually(() => heard() === 'xy', 'what was said meanwhile arrives');
  await eventually(late.closed, 'who called meanwhile must call again');
  socket.destroy();
});

it('reset: the connections that there are break, new ones work', async () => {
  const before = client();
  before.socket.write('x');
  await eventually(() => before.heard() === 'x', 'the line works');
  proxy.reset();
  await eventually(before.closed, 'it is broken');
  const after = client();
  after.socket.write('y');
  await eventually(() => after.heard() === 'y', 'a new one works');
  after.socket.destroy();
});

it('abandoned: connections stand and never say anything again, new ones work', async () => {
  const { socket, heard, closed } = client();
  socket.write('x');
  await eventually(() => heard() === 'x', 'the line works');
  proxy.abandon();
  socket.write('y');
  const after = client();
  after.socket.write('z');
  await eventually(() => after.heard() === 'z', 'a new one works');
  expect([heard(), closed()]).toEqual(['x', false]);
  socket.destroy();
  after.socket.destroy();
});

it('torn: a connection breaks in the middle of what the server says next, new ones work', async () => {
  const before = client();
  before.socket.write('x');
  await eventually(() => before.heard() === 'x', 'the line works');
  proxy.tear();
  before.socket.write('four');
  await eventually(before.closed, 'it is broken');
  expect(before.heard()).toBe('xfo');
  const after = client();
  after.socket.write('y');
  await eventually(() => after.heard() === 'y', 'the line works again');
  after.socket.destroy();
});
