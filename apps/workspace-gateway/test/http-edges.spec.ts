import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Refusal } from '@rollcall/contracts';
import { assertNotPlainByMistake, isLoopback } from '@rollcall/gateway-kit';
import { describe, expect, it } from 'vitest';
import { sharedGateway, startGateway, tokenOf } from './gateway-under-test.js';

type Gateway = Awaited<ReturnType<typeof startGateway>>;
const credentials = { account: 'acme', userName: 'ann@acme.example', password: 'right' };

const gateway = await sharedGateway(new Refusal('user-not-found'));
const behindProxy = await sharedGateway(new Refusal('user-not-found'), { trustedProxies: ['127.0.0.1'] });

/** One request with these headers as they are; fetch would choose `Host` itself. */
async function send(of: Gateway, method: string, path: string, headers: readonly string[], body = '') {
  const socket = connect(Number(new URL(of.url).port), '127.0.0.1');
  const lines = [`${method} ${path} HTTP/1.1`, ...headers, `content-length: ${body.length}`, 'connection: close'];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
  const [head = '', answered = ''] = (await text(socket)).split('\r\n\r\n');
  const [status = '', ...named] = head.split('\r\n');
  const pairs = named.map((line): [string, string] => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 2),
  ]);
  return { status: Number(status.slice(9, 12)), headers: new Headers(pairs), body: answered };
}

describe('every answer of the API', () => {
  it.each([
    ['a success', '/api/openapi.json', {}, 200],
    ['no session', '/api/me', {}, 401],
    ['a refusal', '/api/users/nobody', { as: 'guest' }, 403],
    ['no route', '/', {}, 404],
    ['what the router refuses', '/api/%zz', {}, 400],
    ['a body that is too large', '/api/sessions', { method: 'POST', body: 'x'.repeat(100_001) }, 413],
  ] as const)('is stored and framed nowhere: %s', async (_what, path, asked, status) => {
    const { headers, ...answer } = await gateway.ask(path, asked);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
    expect(headers.has('strict-transport-security')).toBe(false);
  });

  it.each([
    ['two Hosts', ['host: acme.example', 'host: evil.example']],
    ['none', []],
  ])('is 400 for a request with %s', async (_what, hosts) => {
    const { status, headers, body } = await send(gateway, 'GET', '/api/docs', hosts);
    expect([status, headers.get('x-content-type-options')]).toEqual([400, 'nosniff']);
    expect(body).toContain('"code":"request-malformed"');
  });

  it.each([
    ['an address', `/api/users?filter=${'x'.repeat(20_000)}`, [], 431, 'headers-too-large'],
    ['a header', '/api/docs', [`x: ${'x'.repeat(20_000)}`], 431, 'headers-too-large'],
    ['a value in the path', `/api/users/${'x'.repeat(1_025)}`, [], 414, 'address-too-long'],
  ])('is a problem where %s is too large', async (_what, path, more, status, code) => {
    const answer = await send(gateway, 'GET', path, ['host: acme.example', ...more]);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(JSON.parse(answer.body)).toMatchObject({ status, code });
  });

  it('asks browsers to come back over TLS where it is reached so', async () => {
    const secure = await startGateway(new Refusal('user-not-found'), { usesHttps: true });
    const { headers } = await secure.ask('/api/me');
    await secure.close();
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

describe('the cookies of the session and the device', () => {
  const signIn = async (of: Gateway, ...headers: string[]) => {
    const json = ['content-type: application/json', ...headers];
    const answer = await send(of, 'POST', '/api/sessions', json, JSON.stringify(credentials));
    expect(answer.status).toBe(201);
    return answer.headers.get('set-cookie') ?? '';
  };
  const plain = /^rollcall=(?!.*Secure).*, rollcall-device=/;
  const secure = /^__Host-rollcall=.*; Secure, __Host-rollcall-device=.*; Secure$/;

  it.each([
    ['a loopback address', ['host: 127.0.0.1:8090'], plain],
    ['localhost', ['host: localhost:8090'], plain],
    ['an IPv6 loopback address', ['host: [::1]:8090'], plain],
    ['a name, as a proxy that says no more passes it on', ['host: acme.example'], secure],
    ['an address of the network', ['host: 10.1.2.3:8090'], secure],
    ['a stranger who claims to be a proxy', ['host: 127.0.0.1', 'x-forwarded-proto: https'], plain],
  ])('are Secure unless the browser is on this machine: %s', async (_what, headers, cookie) => {
    expect(await signIn(gateway, ...headers)).toMatch(cookie);
  });

  it('are Secure where a trusted proxy says that the browser speaks TLS, or the public address does', async () => {
    expect(await signIn(behindProxy, 'host: 127.0.0.1:8090', 'x-forwarded-proto: https')).toMatch(secure);
    expect(await signIn(behindProxy, 'host: 127.0.0.1:8090', 'x-forwarded-proto: http')).toMatch(plain);
    const publicly = await startGateway(new Refusal('user-not-found'), { usesHttps: true });
    expect(await signIn(publicly, 'host: 127.0.0.1:8090')).toMatch(secure);
    await publicly.close();
  });

  it('count only under the name that belongs to the connection: a neighbour cannot set the other one', async () => {
    const me = async (cookie: string) => {
      const headers = ['host: acme.example', `cookie: ${cookie}=${tokenOf('guest')}`];
      return (await send(gateway, 'GET', '/api/me', headers)).status;
    };
    expect([await me('__Host-rollcall'), await me('rollcall')]).toEqual([404, 401]); // the fake knows nobody
  });
});

describe('a port that others can reach', () => {
  const exposure = { host: '0.0.0.0', tlsCertificate: undefined, publicUrl: undefined, allowsPlainHttp: false };
  const start = (changes: Partial<Parameters<typeof assertNotPlainByMistake>[0]>) => () =>
    assertNotPlainByMistake({ ...exposure, ...changes }, 'WORKSPACE');

  it('does not open over plain HTTP by mistake, and says what to set', () => {
    expect(start({})).toThrow(/WORKSPACE_PUBLIC_URL.*WORKSPACE_TLS_CERT.*PLAIN_HTTP=yes/);
    expect(start({ publicUrl: 'http://acme.example' })).toThrow('PLAIN_HTTP');
    expect(start({ host: '::' })).toThrow('PLAIN_HTTP');
  });

  it('opens on loopback, with TLS, behind an https address, or where plain HTTP is meant', () => {
    for (const changes of [
      { host: '127.0.0.1' },
      { tlsCertificate: 'cert.pem' },
      { publicUrl: 'https://acme.example' },
      { allowsPlainHttp: true },
    ])
      expect(start(changes)).not.toThrow();
  });

  it.each([
    ['127.0.0.1', true],
    ['127.0.0.1:8090', true],
    ['localhost', true],
    ['rollcall.localhost:1', true],
    ['::1', true],
    ['[::1]:8090', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.evil.example', false],
    ['localhost.evil.example', false],
    ['', false],
  ])('knows %s as loopback or not', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
