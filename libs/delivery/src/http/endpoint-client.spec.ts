import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AddressRules } from '../addresses/address-rules.js';
import { EndpointClient, type EndpointClientOptions } from './endpoint-client.js';

interface Received {
  readonly path: string | undefined;
  readonly body: string;
  readonly id: string | undefined;
}

let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const received: Received[] = [];
const clients: EndpointClient[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ path: request.url, body, id: request.headers['webhook-id'] as string });
      answer(request, response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  received.length = 0;
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(() => server.close());

const redirects = (status: number, location: string) => (request: IncomingMessage, response: ServerResponse) => {
  if (request.url === '/first') response.writeHead(status, { location }).end();
  else response.end();
};

/** Posts to the server, which only a client that may reach this machine can. */
async function posting(url: string, options: Partial<EndpointClientOptions> = {}) {
  const client = new EndpointClient({ addresses: AddressRules.allowing(['127.0.0.1']), allowsHttp: true, ...options });
  clients.push(client);
  const { durationMs, ...attempt } = await client.post({ url, headers: { 'webhook-id': 'm1' }, body: '{"a":1}' });
  expect(durationMs).toBeLessThan(5_000);
  return attempt;
}

describe('a message that is posted', () => {
  it('is delivered where the endpoint answers 2xx, whatever the rest of its answer is', async () => {
    answer = (_, response) => {
      response.writeHead(204, { connection: 'close' }).end();
    };
    expect(await posting(`${base}/hook?a=b`)).toEqual({ status: 204 });
    answer = (_, response) => {
      response.writeHead(200).write('x'.repeat(1_000_000));
      setTimeout(() => response.destroy(), 50);
    };
    expect(await posting(base)).toEqual({ status: 200 });
    expect(received).toEqual([
      { path: '/hook?a=b', body: '{"a":1}', id: 'm1' },
      { path: '/', body: '{"a":1}', id: 'm1' },
    ]);
  });

  it.each([[304], [400], [404], [410], [429], [500], [503]])('is not where it answers %i', async (status) => {
    answer = (_, response) => response.writeHead(status).end();
    expect(await posting(base)).toEqual({ problem: 'status', status });
  });

  it('is not where nothing comes back in time', async () => {
    answer = () => undefined;
    expect(await posting(base, { timeoutMs: 100 })).toEqual({ problem: 'timed-out' });
  });

  it.each([
    ['breaks the connection', 'broken', () => base],
    ['is not there', 'unreachable', () => 'http://127.0.0.1:1/'],
    ['has an unknown name', 'no-public-address', () => 'http://nobody.invalid/'],
    ['does not speak TLS', 'certificate', () => base.replace('http:', 'https:')],
  ])('is not where the endpoint %s: %s', async (_, problem, url) => {
    answer = (request) => request.socket.destroy();
    expect(await posting(url())).toEqual({ problem });
  });
});

describe('an answer without an end', () => {
  it.each([
    ['in an extension of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;', 'x', { status: 200 }],
    ['of informational answers', '', 'HTTP/1.1 103 Early Hints\r\n\r\n', { problem: 'broken' }],
  ])('%s is not read for as long as an attempt may take', async (_, begin, again, expected) => {
    const endless = Buffer.from(again.repeat(65_536 / again.length));
    let sent = 0;
    answer = ({ socket }) => {
      socket.on('error', () => undefined).on('close', () => (sent = socket.bytesWritten));
      const go = () => {
        while (!socket.destroyed && socket.write(endless));
      };
      socket.on('drain', go).write(begin);
      go();
    };
    const start = performance.now();
    expect(await posting(base, { timeoutMs: 4_000 })).toEqual(expected);
    expect(performance.now() - start).toBeLessThan(2_000);
    await expect.poll(() => sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(16_000_000); // what the system has taken on its way is not ours to count
  });
});

describe('a redirect', () => {
  it.each([[301], [302], [307], [308]])('%i is followed with the same message', async (status) => {
    answer = redirects(status, '/second');
    expect(await posting(`${base}/first`)).toEqual({ status: 200 });
    expect(received.map(({ path, body }) => [path, body])).toEqual([
      ['/first', '{"a":1}'],
      ['/second', '{"a":1}'],
    ]);
  });

  it('is not followed by a GET, nor to nowhere, nor again and again', async () => {
    answer = redirects(303, '/second');
    expect(await posting(`${base}/first`)).toEqual({ problem: 'redirects', status: 303 });
    answer = redirects(302, 'http://:0');
    expect(await posting(`${base}/first`)).toEqual({ problem: 'redirects', status: 302 });
    received.length = 0;
    answer = redirects(302, '/first');
    expect(await posting(`${base}/first`)).toEqual({ problem: 'redirects' });
    expect(received).toHaveLength(4);
  });

  it.each([
    ['the secrets of a cloud', 'http://169.254.169.254/latest/meta-data/'],
    ['a private network', 'http://10.0.0.1/'],
    ['a private network in other figures', 'http://0x0a.1/'],
    ['this machine in IPv6', 'http://[::1]/'],
    ['this machine, mapped', 'http://[::ffff:7f00:2]/'],
  ])('to %s is refused', async (_, location) => {
    answer = redirects(307, location);
    expect(await posting(`${base}/first`)).toEqual({ problem: 'address-refused' });
  });

  it('to http: is refused where only https: is taken', async () => {
    expect(await posting(base, { allowsHttp: false })).toEqual({ problem: 'plain-http' });
    expect(received).toEqual([]);
  });

  it('to something else than HTTP is refused', async () => {
    answer = redirects(307, 'file:///etc/passwd');
    expect(await posting(`${base}/first`)).toEqual({ problem: 'plain-http' });
  });
});

describe('an address that may not be connected to', () => {
  const addresses = AddressRules.allowing();

  it('is refused where it is written, and where a name leads to it', async () => {
    const named = base.replace('127.0.0.1', 'localhost');
    expect(await posting(base, { addresses })).toEqual({ problem: 'address-refused' });
    expect(await posting(named, { addresses })).toEqual({ problem: 'no-public-address' }); // as of an unknown name
    expect(received).toEqual([]);
    answer = (_, response) => response.end();
    expect(await posting(named)).toEqual({ status: 200 });
  });
});
