import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Refusal, SessionQueries } from '@rollcall/contracts';
import { CommandNotTaken, CommandOutcomeUnknown, RetryKeyReused } from '@rollcall/gateway-kit';
import { eventually } from '@rollcall/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, tokenOf } from './gateway-under-test.js';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeEach(async () => {
  gateway = await startGateway(new Refusal('version-mismatch', { version: 3 }));
});
afterEach(() => gateway.close());

const change = (body: unknown, headers = {}) => gateway.ask('/api/me', { method: 'PATCH', as: 'guest', body, headers });

describe('a refused request', () => {
  it('is a problem as RFC 9457 says, with a stable code and the id of the request', async () => {
    const { status, headers, json } = await change({ profile: { title: 'Lead' } });
    expect(status).toBe(412);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(json).toEqual({
      type: '/api/docs#problem-version-mismatch',
      title: 'It has changed',
      status: 412,
      detail: expect.stringMatching(/read it again/i) as string,
      code: 'version-mismatch',
      requestId: headers.get('x-request-id'),
      facts: { version: 3 },
    });
  });

  it.each([
    ['unknown fields, by place', { profile: { title: 'x', rank: 1 }, admin: true }, ['/admin', '/profile/rank']],
    ['fields of the wrong kind', { profile: { title: 7 } }, ['/profile/title']],
    ['what is too long', { profile: { title: 'x'.repeat(1_001) } }, ['/profile/title']],
    [
      'too many values',
      { profile: { phoneNumbers: Array.from({ length: 21 }, () => ({ value: '1' })) } },
      ['/profile/phoneNumbers'],
    ],
    ['what is missing', {}, ['/profile']],
    ['what is no object', [], ['']],
  ])('names by their places %s', async (_what, body, places) => {
    const { status, json } = await change(body);
    expect([status, json['code']]).toEqual([422, 'request-invalid']);
    const problems = json['problems'] as { at: string }[];
    expect(problems.map(({ at }) => at).sort()).toEqual(places);
  });

  it.each([
    ['no JSON', '{"profile": {"title": oops}}', 400, 'body-malformed'],
    ['JSON that is nested too deep', '['.repeat(40) + ']'.repeat(40), 400, 'body-malformed'],
    ['a text that is none', '{"profile":{"title":"\\u0000"}}', 400, 'body-malformed'],
    ['half of a surrogate pair', '{"profile":{"title":"\\ud800"}}', 400, 'body-malformed'],
    ['a name that is there twice', '{"profile":{"title":"Pilot","title":"Chief"}}', 400, 'body-malformed'],
    ['a body that is too large', `"${'x'.repeat(100_001)}"`, 413, 'body-too-large'],
  ])('says what is wrong with %s', async (_what, body, status, code) => {
    const answer = await change(body);
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it('takes no bytes that are not UTF-8: what they stand for is not known, also within a password', async () => {
    const body = Buffer.from('{"account":"acme","userName":"ann@acme.example","password":"right\xff"}', 'latin1');
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${gateway.url}/api/sessions`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'body-malformed' });
  });

  it('takes nothing but JSON, and no query that is not known', async () => {
    expect((await change('title=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await gateway.ask('/api/me?fields=all', { as: 'guest' })).status).toBe(422);
  });

  it('takes an empty body for none where none is needed, and says that one is missing where it is', async () => {
    const headers = { 'content-type': 'application/json' };
    const empty = { method: 'POST', as: 'admin', headers } as const;
    expect((await gateway.ask('/api/leavers/decline', empty)).json['code']).toBe('version-mismatch');
    const { status, json } = await gateway.ask('/api/leavers/approve', empty);
    expect([status, json['code']]).toEqual([422, 'request-invalid']);
    const notifications = { method: 'PATCH', as: 'admin' } as const; // each part of the body may be absent
    const none = await gateway.ask('/api/me/notifications', notifications);
    expect([none.status, none.json['problems']]).toEqual([422, [{ at: '', problem: 'a body is needed' }]]);
    expect((await gateway.ask('/api/me/notifications', { ...notifications, body: {} })).status).not.toBe(422);
  });

  it.each([['null'], ['5'], ['true'], ['"text"'], ['[]']])(
    'takes no body %s, where one is needed, may be there or is not taken',
    async (body) => {
      const asked = (path: string, method: string) => gateway.ask(path, { method, as: 'admin', body });
      const needed = await asked('/api/me/notifications', 'PATCH');
      expect([needed.status, needed.json['problems']]).toEqual([422, [{ at: '', problem: 'must be an object' }]]);
      expect((await asked('/api/leavers/decline', 'POST')).status).toBe(422);
      const notTaken = await asked('/api/me/sessions', 'DELETE');
      expect([notTaken.status, notTaken.json['problems']]).toEqual([
        422,
        [{ at: '', problem: 'nothing is taken here' }],
      ]);
    },
  );

  it.each([['three'], ['"three"'], ['W/"3", x']])('takes no If-Match %s', async (header) => {
    const { status, json } = await change({ profile: {} }, { 'if-match': header });
    expect([status, json['code']]).toEqual([400, 'if-match-invalid']);
  });

  it('is a problem also where there is no such address, no such method, no path and no HTTP', async () => {
    expect((await gateway.ask('/api/nothing', { as: 'admin' })).json['code']).toBe('route-unknown');
    expect((await gateway.ask('/', { as: 'admin' })).json['code']).toBe('route-unknown');
    const { status, headers } = await gateway.ask('/api/me', { method: 'PUT', as: 'admin' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, PATCH']);
    expect((await gateway.ask('/api/%zz', { as: 'admin' })).json['code']).toBe('request-malformed');
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 [^]*"code":"request-malformed"/);
  });
});

describe('what a service does not do', () => {
  it.each([
    [new CommandNotTaken('busy'), 429, 'overload', '1', null],
    [new CommandNotTaken('unavailable'), 429, 'unavailable', '5', null],
    [new CommandNotTaken('late'), 429, 'deadline', '5', null],
    [new CommandNotTaken('under-way'), 409, 'under-way', '1', null],
    [new CommandOutcomeUnknown(), 429, 'outcome-unknown', '5', 'unknown'],
    [new RetryKeyReused(), 422, 'retry-key-reused', null, null],
    [new Refusal('expired'), 429, 'expired', '5', null],
    [new Error('secret words of a driver'), 500, 'internal', null, null],
  ])('%s is told honestly', async (failure, status, code, retryAfter, outcome) => {
    const failing = await startGateway(failure);
    const { json, headers, ...answer } = await failing.ask('/api/me', { as: 'admin' });
    await failing.close();
    expect([answer.status, json['code']]).toEqual([status, code]);
    expect([headers.get('retry-after'), headers.get('rollcall-outcome')]).toEqual([retryAfter, outcome]);
    expect(answer.text).not.toContain('secret words');
  });
});

describe('guests whose bodies do not come', () => {
  const withoutBody = (token: string) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);
    const headers = ['host: x', `authorization: Bearer ${token}`, 'content-type: application/json'];
    socket.write(`PATCH /api/me HTTP/1.1\r\n${headers.join('\r\n')}\r\ncontent-length: 900\r\n\r\n`);
    return socket;
  };

  it('keep no admin out, however many they are: some places are for admins alone', async () => {
    await gateway.close();
    gateway = await startGateway(new Refusal('user-not-found'), { limits: { accountRequests: 4, accountQueue: 40 } });
    const sockets = (['mal', 'vic'] as const).flatMap((whose) =>
      Array.from({ length: 4 }, () => withoutBody(tokenOf(whose))),
    );
    const checks = () => gateway.services.asked.filter(([definition]) => definition === SessionQueries.check);
    await eventually(() => checks().length === sockets.length, 'all of them ask');
    const start = performance.now();
    const { json } = await gateway.ask('/api/me', { as: 'admin' });
    for (const socket of sockets) socket.destroy();
    expect(json['code']).toBe('user-not-found');
    expect(performance.now() - start).toBeLessThan(5_000); // their time is over after ten
  });
});
