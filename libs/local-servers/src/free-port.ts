import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * The range in which a port is chosen when none is preferred. It is below the ephemeral ports of operating systems
 * (Linux from 32,768 up, others from 49,152). So no outgoing connection takes the port of a server that is being
 * restarted.
 */
const first = 16_384;
const last = 32_767;

/**
 * A TCP port of loopback on which nothing listens: the preferred one, or another where that is taken. Until this
 * process ends, no other call of this function gets the same port, in this or another process of the machine.
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
 * Claims a port. Between the check that a port is free and the moment when its server listens, another process could
 * find the port free too. So a process claims a port by binding the UDP port of the same number: the kernel lets one
 * process bind it, and releases it when the process ends.
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
