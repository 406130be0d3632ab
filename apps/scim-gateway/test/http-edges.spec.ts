import { connect, type Socket } from 'node:net';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { sharedGateway, startGateway } from './gateway-under-test.js';

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

const gateway = await sharedGateway({ budgetMs: 1_000, groupBudgetMs: 2_000, maxConnections: 20 });

/** A connection on which a client writes what it likes. */
class RawClient {
  received = '';
  closedAfterMs: number | undefined;
  private readonly began = performance.now();

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (chunk: string) => (this.received += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.closedAfterMs = performance.now() - this.began));
  }

  /** @param allowHalfOpen whether the client goes on sending when the server has said its last word */
  static to(url: string, text: string, allowHalfOpen = false): RawClient {
    const client = new RawClient(connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen }));
    client.socket.write(text);
    return client;
  }

  async closed(): Promise<void> {
    await eventually(() => {
      if (this.socket.allowHalfOpen && this.received !== '') this.socket.write(' '); // fails once the server has closed
      return this.closedAfterMs !== undefined;
    }, 'the server closes the connection');
  }

  get status(): string {
    return this.received.slice(9, 12);
  }
}

const raw = (text: string) => RawClient.to(gateway.url, text);
const authorized = () => `host: x\r\nauthorization: Bearer ${gateway.token}\r\n`;
const headersOf = (answer: string) => new Headers(answer.split('\r\n\r\n')[0]?.split('\r\n').slice(1).map(toPair));
const toPair = (line: string): [string, string] => [
  line.slice(0, line.indexOf(':')),
  line.slice(line.indexOf(':') + 1),
];

describe('every answer tells browsers to take no liberties', () => {
  const expectHeaders = (headers: Headers) => {
    expect(Object.fromEntries(Object.keys(everywhere).map((name) => [name, headers.get(name)]))).toEqual(everywhere);
    expect(headers.get('strict-transport-security')).toBeNull();
  };

  it.each([
    ['a success', '/scim/v2/Users', {}, 200],
    ['discovery', '/scim/v2/Schemas', {}, 200],
    ['no token', '/scim/v2/Users', { token: undefined }, 401],
    ['no route', '/nowhere', {}, 404],
    ['what the router refuses', '/scim/v2/Users/%zz', {}, 400],
    ['a wrong verb', '/scim/v2/Users', { method: 'PUT' }, 405],
    ['a HEAD', '/scim/v2/Users', { method: 'HEAD' }, 200],
    ['a broken body', '/scim/v2/Users', { body: '{"broken' }, 400],
    ['another media type', '/scim/v2/Users', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
    ['a large body', '/scim/v2/Users', { body: 'x'.repeat(1_048_577) }, 413],
  ])('%s', async (_what, path, asked, status) => {
    const answer = await gateway.ask(path, asked);
    expect(answer.status).toBe(status);
    expectHeaders(answer.headers);
  });

  it.each([
    ['what is no HTTP', 'NONSENSE\r\n\r\n', '400'],
    ['headers that are too large', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, '431'],
    ['no Host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', '400'],
    ['two of them', 'GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\nconnection: close\r\n\r\n', '400'],
    ['an expectation', 'GET / HTTP/1.1\r\nhost: x\r\nexpect: miracles\r\nconnection: close\r\n\r\n', '401'],
  ])('%s', async (_what, text, status) => {
    const client = raw(text);
    await client.closed();
    expect(client.status).toBe(status);
    expectHeaders(headersOf(client.received));
    expect(client.received).toContain('urn:ietf:params:scim:api:messages:2.0:Error');
  });

  it('is told to come back over TLS only where the public address says https', async () => {
    const behindProxy = await startGateway({ publicUrl: 'https://scim.example.com' });
    const answers = [await behindProxy.ask('/scim/v2/Users'), await behindProxy.ask('/x', { token: undefined })];
    await behindProxy.close();
    for (const { headers } of answers) expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

describe.concurrent('a slow client', () => {
  it('has the budget of its request for the body, each route its own', async () => {
    const post = (path: string) =>
      raw(
        `POST /scim/v2/${path} HTTP/1.1\r\n${authorized()}content-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
      );
    const [user, group] = [post('Users'), post('Groups')];
    await eventually(() => user.status === '408' && group.status === '', 'the user is refused');
    await eventually(() => group.status === '408', 'the group is refused');
    expect(user.received).toMatch(/connection: close/i);
    expect(user.received).toContain('took too long to arrive');
    user.socket.destroy();
    group.socket.destroy();
  });

  it('has as long for its headers, and loses the connection even if it never closes its own half', async () => {
    const client = RawClient.to(gateway.url, 'GET /scim/v2/Users HTTP/1.1\r\nhost: x\r\n', true);
    await client.closed();
    expect(client.status).toBe('408');
    expect(client.closedAfterMs).toBeGreaterThan(900);
  });

  it('is not refused for what has arrived in time', async () => {
    const client = raw(`DELETE /scim/v2/Users/x HTTP/1.1\r\n${authorized()}content-length: 2\r\n\r\n{`);
    setTimeout(() => client.socket.write('}'), 300);
    await eventually(() => client.status === '404', 'the answer comes');
    client.socket.destroy();
  });
});

describe.concurrent('a refused request whose body is still under way', () => {
  const post = (headers: string) => RawClient.to(gateway.url, `POST /scim/v2/Users HTTP/1.1\r\n${headers}\r\n`, true);

  it.each([
    ['401, before the body', () => `host: x\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n`, '401'],
    ['413', () => `${authorized()}content-type: application/json\r\ncontent-length: 90000000\r\n`, '413'],
  ])(
    'is answered with %s at once; the rest is read away for a while, and the connection closes',
    async (_, head, code) => {
      const client = post(head());
      await eventually(() => client.status === code, 'the answer comes before the body');
      expect(headersOf(client.received).get('connection')).toContain('close');
      await client.closed();
      expect(client.closedAfterMs).toBeGreaterThan(1_000);
    },
  );

  it('ends its connection as soon as the body is complete, and the client has the answer', async () => {
    const length = 900_000;
    const client = post(`host: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n`);
    client.socket.write('x'.repeat(length));
    await client.closed();
    expect(client.status).toBe('401');
    expect(client.closedAfterMs).toBeLessThan(2_000);
  });

  it('gives the answer to a client that writes all of five megabytes before it reads', async () => {
    const body = Buffer.alloc(5_000_000, 'x');
    const client = post(`${authorized()}content-type: application/json\r\ncontent-length: ${body.length}\r\n`);
    client.socket.pause();
    await new Promise((written) => client.socket.write(body, written));
    client.socket.resume();
    await client.closed();
    expect(client.status).toBe('413');
    expect(client.received).toContain('The body is too large');
  });

  it('is read away no faster than 32 MB a second, with all others: nobody else waits for it', async () => {
    const body = Buffer.alloc(32_000_000, 'x');
    const head = (of: string) => `${of}content-type: application/json\r\ncontent-length: ${body.length}\r\n`;
    const clients = [post(head('host: x\r\n')), post(head(authorized()))];
    for (const { socket } of clients) socket.write(body);
    for (const client of clients) await client.closed();
    expect(clients.map(({ status }) => status)).toEqual(['401', '413']);
    expect(Math.max(...clients.map(({ closedAfterMs = 0 }) => closedAfterMs))).toBeGreaterThan(1_500);
  });

  it('keeps the connection where there was no body', async () => {
    const answer = await gateway.ask('/scim/v2/Users', { token: undefined });
    expect(answer.headers.get('connection')).toBe('keep-alive');
  });
});

it('a body that a request does not need is read away as slowly, and ends the connection', async () => {
  const body = Buffer.alloc(48_000_000, 'x');
  const head = `GET /scim/v2/Users HTTP/1.1\r\n${authorized()}content-length: ${body.length}\r\n\r\n`;
  const client = RawClient.to(gateway.url, head, true);
  client.socket.write(body);
  await client.closed();
  expect(client.status).toBe('200');
  expect(headersOf(client.received).get('connection')).toContain('close');
  expect(client.received).toContain('"Resources"');
  expect(client.closedAfterMs).toBeGreaterThan(1_000);
});

it('connections beyond the limit are closed, and those within it go on', async () => {
  const few = await startGateway({ maxConnections: 2 });
  const head = `host: x\r\nauthorization: Bearer ${few.token}\r\n`;
  const get = () => RawClient.to(few.url, `GET /scim/v2/Users HTTP/1.1\r\n${head}\r\n`);
  const [one, two] = [get(), get()];
  await eventually(() => one.status === '200' && two.status === '200', 'both are answered');
  const third = get();
  await third.closed();
  expect(third.received).toBe('');
  two.socket.destroy();
  one.socket.destroy();
  await few.close();
});
