import { Refusal, SessionQueries, WorkspaceRequest, fits } from '@rollcall/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountId, sessionId, startGateway, userId } from './gateway-under-test.js';
import { otherId } from './views.js';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeEach(async () => {
  gateway = await startGateway(new Refusal('user-not-found'));
});
afterEach(() => gateway.close());

const person = { accountId, userId, sessionId };

describe('the records of the API', () => {
  it('tell of each write: who, what, with which outcome', async () => {
    gateway.services.answer(SessionQueries.endOf, { ended: 1 });
    const { headers } = await gateway.ask(`/api/users/${otherId}/sessions`, { method: 'DELETE', as: 'admin' });
    expect(gateway.records).toEqual([
      {
        requestId: headers.get('x-request-id'),
        ...person,
        method: 'DELETE',
        route: '/api/users/:userId/sessions',
        status: 200,
        durationMs: expect.any(Number) as number,
        address: '127.0.0.1',
        userAgent: 'node',
      },
    ]);
    expect(fits(WorkspaceRequest, gateway.records[0])).toBe(true);
  });

  it('tell of a sign-in whose it is, and of a failed one nothing that was typed', async () => {
    const signIn = (password: string) => {
      const body = { account: 'acme', userName: 'ann@acme.example', password };
      return gateway.ask('/api/sessions', { method: 'POST', body });
    };
    await signIn('right');
    await signIn('wrong');
    const route = '/api/sessions';
    expect(gateway.records).toMatchObject([
      { accountId, userId, route, status: 201 },
      { route, status: 401, code: 'sign-in-failed' },
    ]);
    expect(JSON.stringify(gateway.records)).not.toMatch(/acme|wrong/);
  });

  it.each([
    ['nobody signed in', '/api/me', {}, { status: 401, code: 'session-missing' }],
    ['a user type that may not', '/api/scim/tokens', { as: 'guest' }, { status: 403, code: 'forbidden', ...person }],
    [
      'another site',
      '/api/session',
      { method: 'DELETE', headers: { 'sec-fetch-site': 'cross-site' } },
      { status: 403, code: 'cross-site' },
    ],
    ['an address without route', '/api/nowhere', {}, { status: 404, route: 'unknown' }],
    ['an address that is none', '/api/%', {}, { status: 400, route: 'unknown' }],
  ] as const)('tell of each refusal: %s', async (_, path, asked, expected) => {
    await gateway.ask(path, asked);
    expect(gateway.records).toMatchObject([expected]);
  });

  it('tell nothing of a read that was answered', async () => {
    gateway.services.answer(SessionQueries.list, []);
    expect((await gateway.ask('/api/me/sessions', { as: 'guest' })).status).toBe(200);
    expect(gateway.records).toEqual([]);
  });

  it('tell what a refusal was about by ids, never by what was typed', async () => {
    gateway.services.answer(SessionQueries.endOf, new Refusal('user-not-found', { userId: otherId, userName: 'Ann' }));
    await gateway.ask(`/api/users/${otherId}/sessions`, { method: 'DELETE', as: 'admin' });
    expect(gateway.records).toMatchObject([
      { status: 404, code: 'user-not-found', facts: { userId: otherId }, ...person },
    ]);
    expect(JSON.stringify(gateway.records)).not.toContain('Ann');
  });

  it('of a flood of refusals are few', async () => {
    await Promise.all(Array.from({ length: 50 }, () => gateway.ask('/api/me')));
    expect(gateway.records).toHaveLength(20);
  });

  it('are what a strict installation does nothing without: reads go on', async () => {
    const strict = await startGateway(new Refusal('user-not-found'), { refusesWrites: true });
    strict.services.answer(SessionQueries.list, []);
    const { status, headers, json } = await strict.ask(`/api/users/${otherId}/sessions`, {
      method: 'DELETE',
      as: 'admin',
    });
    const read = await strict.ask('/api/me/sessions', { as: 'guest' });
    await strict.close();
    expect([status, headers.get('retry-after'), json['code'], read.status]).toEqual([429, '30', 'not-recordable', 200]);
  });
});
