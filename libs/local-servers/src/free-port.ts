import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Where ports are looked for when none is preferred: below those that systems give to outgoing connections by themselves (Linux from
 * 32,768 up, others from 49,152), so that nobody is given the port of a server that is just being started again.
 */
const first = 16_384;
const last = 32_767;

/**
 * A TCP port of loopback on which nothing listens, and which nobody else who asks here, in this or another process of this machine, is
 * given until this process ends: the preferred one, or another where that is taken.
 */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred > 0 && (await claim(preferred))) return preferred;
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = randomInt(first, last + 1);
    if (await claim(port)) return port;
  }
  throw new Error(`no port between ${first} and ${last} is free on 127.0.0.1`);
}

/**
 * Between the moment when a port is found free and the moment when its server listens, somebody else could find it free too. Who holds
 * the UDP port of the same number has claimed it: the kernel gives that to one process, and takes it back when the process ends.
 */
async function claim(port: number): Promise<boolean> {
  const marker = createSocket('udp4');
  const held = await new Promise<boolean>((done) => {
    marker.once('error', () => done(false));
    marker.bind({ port, address: '127.0.0.1', exclusive: true }, () => done(true));
  });
  if (held && (await nothingListensOn(port))) {
    marker.unref();
    return true;
  }
  marker.close();
  return false;
}

function nothingListensOn(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
