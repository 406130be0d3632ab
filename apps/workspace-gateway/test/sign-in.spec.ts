import { Refusal } from '@rollcall/contracts';
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
    expect(headers.get('set-cookie')).toBe(
      `rollcall=${tokenOf('admin')}; Path=/; HttpOnly; SameSite=Strict; Expires=Sun, 01 Mar 2026 22:00:00 GMT`,
    );
    expect(json['user']).toMatchObject({ userName: 'ann@acme.example' });
    expect(text).not.toContain(tokenOf('admin'));
  });

  it('gives a program the token, and no cookie', async () => {
    const { json, headers } = await signIn({ ...rightPassword, as: 'bearer' });
    expect([json['token'], headers.get('set-cookie')]).toEqual([tokenOf('admin'), null]);
  });

  it('is limited per address and person once it has failed often, with Retry-After', async () => {
    for (let n = 0; n < 3; n += 1) expect((await signIn(wrongPassword)).status).toBe(401);
    const { status, json, headers } = await signIn(rightPassword);
    expect([status, json['code'], headers.get('retry-after')]).toEqual([429, 'sign-in-limit', '1']);
    expect(gateway.sessions.started).toHaveLength(3);
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

  it('is asked about at each request: neither in nor out where nobody can say', async () => {
    gateway.sessions.failWith = new ServiceUnavailable('user-service', 'unreachable');
    const { status, json } = await gateway.ask('/api/me', { as: 'admin' });
    expect([status, json['code']]).toEqual([429, 'unavailable']);
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
