import { newSessionToken, Refusal, SessionQueries, TokenSigner } from '@rollcall/contracts';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, tokenOf } from './gateway-under-test.js';

const wrongPassword = { account: 'acme', userName: 'ann@acme.example', password: 'wrong' };
const rightPassword = { ...wrongPassword, password: 'right' };

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeEach(async () => {
  gateway = await startGateway(new Refusal('user-not-found'), { signInBurst: 3 });
});
afterEach(() => gateway.close());

const signIn = (body: object, headers = {}) => gateway.ask('/api/sessions', { method: 'POST', body, headers });

describe('signing in', () => {
  it('gives a browser a cookie that scripts cannot read, and shows the token to nobody', async () => {
    const { status, headers, json, text } = await signIn(rightPassword);
    expect(status).toBe(201);
    expect(headers.getSetCookie()).toContain(
      `rollcall=${tokenOf('admin')}; Path=/; HttpOnly; SameSite=Strict; Expires=Sun, 01 Mar 2026 22:00:00 GMT`,
    );
    expect(json['user']).toMatchObject({ userName: 'ann@acme.example' });
    expect(text).not.toContain(tokenOf('admin'));
  });

  it('gives a program the token, and no cookie', async () => {
    const { json, headers } = await signIn({ ...rightPassword, as: 'bearer' });
    expect([json['token'], headers.get('set-cookie')]).toEqual([tokenOf('admin'), null]);
  });

  it('is refused with Retry-After where user-service says that too many have failed', async () => {
    const { status, json, headers } = await signIn({ ...rightPassword, password: 'too often' });
    expect([status, json['code'], headers.get('retry-after')]).toEqual([429, 'sign-in-limit', '7']);
  });

  it('gives a browser a device cookie, which says later that its person has signed in there before', async () => {
    const first = await signIn(rightPassword);
    const device = first.headers.getSetCookie().find((line) => line.startsWith('rollcall-device='));
    expect(device).toBe('rollcall-device=device-of-ann; Path=/; HttpOnly; SameSite=Strict; Max-Age=15552000');
    const again = await signIn(rightPassword, { cookie: 'rollcall-device=device-of-ann' });
    expect(again.headers.getSetCookie()).toHaveLength(1);
    expect(gateway.sessions.started.map(({ deviceToken }) => deviceToken)).toEqual([undefined, 'device-of-ann']);
    expect((await signIn({ ...rightPassword, as: 'bearer' })).headers.getSetCookie()).toEqual([]);
  });

  it('says where it comes from: not by a header that anybody can send', async () => {
    await signIn(rightPassword, { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'curl/8.5.0' });
    expect(gateway.sessions.started[0]).toMatchObject({ site: '127.0.0.1', network: '127.0.0.1', device: 'curl' });
    expect(gateway.logged.join()).toContain('TRUSTED_PROXIES does not name who sent it');
  });

  it('is not limited for those who get in', async () => {
    for (let n = 0; n < 10; n += 1) expect((await signIn(rightPassword)).status).toBe(201);
  });

  it('leaves no password in any answer or line of the log', async () => {
    const secret = 'Correct-Horse-7';
    const answers = [
      await signIn({ ...rightPassword, password: secret }),
      await signIn({ ...rightPassword, password: secret, more: secret }),
      await gateway.ask('/api/sessions', { method: 'POST', body: `{"password":"${secret}"` }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 422, 400]);
    expect([...answers.map(({ text }) => text), ...gateway.logged].join('\n')).not.toContain(secret);
  });
});

describe('a session', () => {
  const cookie = { cookie: `other=1; rollcall=${tokenOf('admin')}` };

  it('works by cookie and as bearer, and a header goes before the cookie', async () => {
    expect((await gateway.ask('/api/me', { headers: cookie })).status).toBe(404); // let in; the fake knows nobody
    expect((await gateway.ask('/api/me', { as: 'guest' })).status).toBe(404);
    const both = { ...cookie, authorization: 'Bearer nobody' };
    expect((await gateway.ask('/api/me', { headers: both })).status).toBe(401);
  });

  it('costs user-service nothing where it is invented, and is asked about where it may have been', async () => {
    const check = async (token: string) => {
      gateway.services.asked.length = 0;
      const { status, json } = await gateway.ask('/api/me', { headers: { authorization: `Bearer ${token}` } });
      const checks = gateway.services.asked.filter(([of]) => of === SessionQueries.check);
      return [status, json['code'], checks.length];
    };
    const another = newSessionToken(new TokenSigner(['another key']));
    for (const invented of ['x'.repeat(43), `rollcall_sess_${'x'.repeat(58)}`, another])
      expect(await check(invented)).toEqual([401, 'session-ended', 0]);
    expect(await check(tokenOf('nobody'))).toEqual([401, 'session-ended', 1]);
  });

  it('is answered late where many invented ones come, so that who is signed in waits for none', async () => {
    let answered = 0;
    const statusOf = async (token: string) =>
      (await gateway.ask('/api/me', { headers: { authorization: `Bearer ${token}` } })).status;
    const flood = Array.from({ length: 300 }, async (_, at) => {
      await statusOf(`rollcall_sess_${`${at}`.padStart(58, 'x')}`);
      answered += 1;
    });
    expect(await statusOf(tokenOf('nobody'))).toBe(401); // it may have been one
    expect(answered).toBeLessThan(200); // twenty, and twenty for each second that it takes
    await Promise.all(flood);
  });

  it('is asked about at each request: neither in nor out where nobody can say', async () => {
    gateway.sessions.failWith = new ServiceUnavailable('user-service', 'unreachable');
    const { status, json } = await gateway.ask('/api/me', { as: 'admin' });
    expect([status, json['code']]).toEqual([429, 'unavailable']);
  });

  it('is not used by a request that says that nobody asked for it', async () => {
    await gateway.ask('/api/me', { as: 'guest', headers: { 'rollcall-background': 'true' } });
    await gateway.ask('/api/me', { as: 'guest' });
    await gateway.ask('/api/me', { as: 'guest', headers: { 'rollcall-background': 'perhaps' } });
    const token = tokenOf('guest');
    const checks = gateway.services.asked.flatMap(([of, input]) => (of === SessionQueries.check ? [input] : []));
    expect(checks).toEqual([{ token, background: true }, { token }, { token }]);
  });

  it('ends by sign-out, and the cookie is forgotten', async () => {
    const { status, headers } = await gateway.ask('/api/session', { method: 'DELETE', headers: cookie });
    expect([status, gateway.sessions.ended]).toEqual([204, [tokenOf('admin')]]);
    expect(headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it.each([
    ['another site, as new browsers say', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site, as old browsers say', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['our own pages', { 'sec-fetch-site': 'same-origin' }, 204],
    ['a program', {}, 204],
  ])('by cookie is not used for %s', async (_who, headers, status) => {
    const asked = { method: 'DELETE', headers: { ...cookie, ...headers } };
    expect((await gateway.ask('/api/session', asked)).status).toBe(status);
  });

  it('as bearer is used from anywhere: no browser sends it by itself', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://tool.example' };
    expect((await gateway.ask('/api/session', { method: 'DELETE', as: 'admin', headers })).status).toBe(204);
  });
});
