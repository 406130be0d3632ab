import { Refusal, SessionQueries, UserQueries } from '@rollcall/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { allRoutes } from '../../src/contract/all-routes.js';
import { accountId, ann, sessionId, sharedGateway, tokenOf, userId } from '../gateway-under-test.js';
import { bob, otherId } from '../views.js';

const gateway = await sharedGateway(new Refusal('user-not-found'));
afterEach(() => (gateway.sessions.confirmedAt = undefined));

const times = {
  startedAt: '2026-03-01T10:00:00.000Z',
  lastUsedAt: '2026-03-01T10:05:00.000Z',
  expiresAt: '2026-03-01T22:00:00.000Z',
};
const elsewhere = { network: '192.0.2.1', device: 'Firefox on Linux' };
const sessions = [
  { sessionId, ...times },
  { sessionId: otherId, ...times, ...elsewhere },
];
const shown = [
  { id: sessionId, ...times, current: true },
  { id: otherId, ...times, ...elsewhere, current: false },
];

describe('the list of sessions', () => {
  it.each([
    ['one of oneself', '/api/me/sessions', 'guest', userId],
    ['that of another, for an admin', `/api/users/${otherId}/sessions`, 'admin', otherId],
  ] as const)('shows where somebody is signed in, and which session asks: %s', async (_, path, as, of) => {
    gateway.services.answer(SessionQueries.list, sessions);
    const { status, json } = await gateway.ask(path, { as });
    expect([status, json]).toEqual([200, { items: shown }]);
    expect(gateway.asked()).toEqual([[SessionQueries.list, { accountId, userId: of }]]);
  });
});

describe('the end of sessions', () => {
  it.each([
    ['one of oneself', `/api/me/sessions/${otherId}`, { userId, sessionId: otherId }, 204],
    ['all others of oneself', '/api/me/sessions', { userId, exceptId: sessionId }, 200],
    ['all of another', `/api/users/${otherId}/sessions`, { userId: otherId }, 200],
  ])('is asked for by the person who is signed in: %s', async (_, path, which, expected) => {
    gateway.services.answer(SessionQueries.endOf, { ended: 1 });
    const { status, headers } = await gateway.ask(path, { method: 'DELETE', as: 'admin' });
    expect(status).toBe(expected);
    const requestId = headers.get('x-request-id');
    expect(gateway.asked()).toEqual([[SessionQueries.endOf, { accountId, actor: ann, requestId, ...which }]]);
  });

  it('is 404 for a session that one does not have, and for a person whom the account does not have', async () => {
    gateway.services.answer(SessionQueries.endOf, { ended: 0 });
    const end = (path: string) => gateway.ask(path, { method: 'DELETE', as: 'admin' });
    expect((await end(`/api/me/sessions/${otherId}`)).json).toMatchObject({ status: 404, code: 'session-not-found' });
    gateway.services.answer(SessionQueries.endOf, new Refusal('user-not-found', { userId: otherId }));
    expect((await end(`/api/users/${otherId}/sessions`)).json).toMatchObject({ status: 404, code: 'user-not-found' });
  });
});

describe('what could hand the account over', () => {
  const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000).toISOString();
  const makeToken = () => gateway.ask('/api/scim/tokens', { method: 'POST', as: 'admin', body: {} });

  it('is making tokens, webhooks, streams of the log and links, changing settings, handing back, deciding takeovers, letting leavers leave and held runs happen, pausing the reconciler, and what cannot be undone is erasing: no other route asks for the password again', () => {
    const confirmed = allRoutes.filter(({ confirmed }) => confirmed).map(({ method, path }) => `${method} ${path}`);
    expect(confirmed.sort()).toEqual([
      'DELETE /api/users/:userId/data',
      'PATCH /api/audit/streams/:streamId',
      'PATCH /api/reconciler',
      'PATCH /api/scim/settings',
      'PATCH /api/webhooks/:webhookId',
      'POST /api/audit/streams',
      'POST /api/audit/streams/:streamId/secret',
      'POST /api/audit/tokens',
      'POST /api/leavers/approve',
      'POST /api/reconciler/teams/:teamId/release',
      'POST /api/scim/tokens',
      'POST /api/takeovers/:takeoverId/allow',
      'POST /api/takeovers/:takeoverId/undo',
      'POST /api/teams/:teamId/hand-back',
      'POST /api/users/:userId/hand-back',
      'POST /api/users/:userId/hand-over',
      'POST /api/users/:userId/password-link',
      'POST /api/webhooks',
      'POST /api/webhooks/:webhookId/secret',
    ]);
  });

  it('needs the password where it was given more than ten minutes ago, and nothing is done', async () => {
    gateway.sessions.confirmedAt = minutesAgo(11);
    const { status, json } = await makeToken();
    expect([status, json['code'], gateway.sent]).toEqual([403, 'confirmation-needed', []]);
    expect((await gateway.ask('/api/scim/tokens', { as: 'guest' })).json['code']).toBe('forbidden');
  });

  it.each([
    ['inviting one', 'POST', '/api/users', { userName: 'cy@acme.example', givenName: 'Cy', familyName: 'Lee' }],
    ['making somebody one', 'PATCH', `/api/users/${otherId}`, {}],
  ])('is making an admin too, whatever its letter case: %s', async (_, method, path, body) => {
    const ask = (userType: string) => gateway.ask(path, { method, as: 'admin', body: { ...body, userType } });
    gateway.sessions.confirmedAt = minutesAgo(11);
    for (const userType of ['admin', ' Admin']) {
      expect((await ask(userType)).json['code']).toBe('confirmation-needed');
    }
    expect(gateway.sent).toEqual([]);
    await ask('member');
    gateway.sessions.confirmedAt = minutesAgo(9);
    await ask('admin');
    expect(gateway.sent).toHaveLength(2);
  });

  it('is making an inactive admin active again too, and nobody else', async () => {
    const found = { active: false, userType: 'admin' };
    gateway.services.answerBy(UserQueries.find, () => ({ ...bob, ...found }));
    const activate = (of: object = {}) =>
      gateway.ask(`/api/users/${otherId}`, { method: 'PATCH', as: 'admin', body: { active: true, ...of } });
    gateway.sessions.confirmedAt = minutesAgo(11);
    expect((await activate()).json['code']).toBe('confirmation-needed');
    expect(gateway.sent).toEqual([]);
    await activate({ userType: 'member' });
    found.userType = 'member';
    await activate();
    Object.assign(found, { active: true, userType: 'admin' });
    await activate();
    expect(gateway.sent).toHaveLength(3);
  });

  it('is done within ten minutes of the password', async () => {
    gateway.sessions.confirmedAt = minutesAgo(9);
    await gateway.ask(`/api/users/${otherId}/hand-back`, { method: 'POST', as: 'admin' });
    expect(gateway.sent).toHaveLength(1);
  });
});

describe('POST /api/session/confirm', () => {
  const confirm = () =>
    gateway.ask('/api/session/confirm', { method: 'POST', as: 'guest', body: { password: 'right' } });

  it('gives the password again, in this session', async () => {
    const confirmedAt = '2026-03-01T11:00:00.000Z';
    gateway.services.answerBy(SessionQueries.confirm, () => ({ confirmed: true, confirmedAt }));
    const { status, json, headers } = await confirm();
    expect([status, json]).toEqual([200, { confirmedAt }]);
    const requestId = headers.get('x-request-id');
    const input = { token: tokenOf('guest'), password: 'right', requestId, site: '127.0.0.1' };
    expect(gateway.asked()).toEqual([[SessionQueries.confirm, input]]);
  });

  it.each([
    ['a wrong password', { confirmed: false }, 403, 'confirmation-failed'],
    ['too many wrong ones', { confirmed: false, retryAfterS: 4 }, 429, 'sign-in-limit'],
  ] as const)('is refused for %s', async (_, outcome, status, code) => {
    gateway.services.answer(SessionQueries.confirm, outcome);
    expect((await confirm()).json).toMatchObject({ status, code });
  });
});
