import { Refusal, SessionQueries, UserQueries, WorkspaceUserCommands } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, byAnn, sharedGateway, tokenOf, userId } from '../gateway-under-test.js';
import { bob, bobShown } from '../views.js';

const gateway = await sharedGateway(new Refusal('version-mismatch'));

const annFound = { ...bob, id: userId };
const annShown = { ...bobShown, id: userId };

describe('POST /api/sessions', () => {
  const signIn = (password: string) => {
    const body = { account: 'acme', userName: 'ann@acme.example', password };
    return gateway.ask('/api/sessions', { method: 'POST', body });
  };

  it('starts a session with the password of the body, shows whose it is and how long, and sets the cookie', async () => {
    const { status, headers, json } = await signIn('right');
    expect([status, json]).toEqual([
      201,
      {
        user: expect.objectContaining({ id: userId, userName: 'ann@acme.example', released: false }) as object,
        expiresAt: '2026-03-01T22:00:00.000Z',
      },
    ]);
    expect(headers.get('set-cookie')).toMatch(new RegExp(`^rollcall=${tokenOf('admin')}; `));
    const requestId = headers.get('x-request-id');
    const whereabouts = { site: '127.0.0.1', network: '127.0.0.1', device: 'Node' };
    const input = { account: 'acme', userName: 'ann@acme.example', password: 'right', requestId, ...whereabouts };
    expect(gateway.asked()).toEqual([[SessionQueries.start, input]]);
  });

  it('refuses a wrong password with 401 and no cookie', async () => {
    const { status, headers, json } = await signIn('wrong');
    expect([status, json['code'], headers.get('set-cookie')]).toEqual([401, 'sign-in-failed', null]);
  });
});

describe('DELETE /api/session', () => {
  it('ends the session that it is sent with, and deletes the cookie', async () => {
    const { status, text, headers } = await gateway.ask('/api/session', { method: 'DELETE', as: 'guest' });
    expect([status, text, headers.get('set-cookie')]).toEqual([
      204,
      '',
      'rollcall=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
    const requestId = headers.get('x-request-id');
    expect(gateway.asked()).toEqual([[SessionQueries.end, { token: tokenOf('guest'), requestId }]]);
  });
});

describe('GET /api/me', () => {
  it('shows the person of the session, the account, and what the rights permit, with the version as ETag', async () => {
    gateway.services.answer(UserQueries.find, annFound);
    const { status, headers, json } = await gateway.ask('/api/me', { as: 'guest' });
    expect([status, headers.get('etag')]).toEqual([200, 'W/"7"']);
    expect(json).toEqual({
      user: annShown,
      account: { id: accountId, slug: 'acme', name: 'Acme' },
      rights: 'guest',
      permissions: ['me.read', 'me.edit'],
      session: { startedAt: '2026-03-01T10:00:00.000Z', expiresAt: '2026-03-01T22:00:00.000Z' },
    });
    expect(gateway.asked()).toEqual([[UserQueries.find, { accountId, userId, released: true }]]);
  });
});

describe('PATCH /api/me', () => {
  const change = (headers = {}) =>
    gateway.ask('/api/me', { method: 'PATCH', as: 'guest', body: { profile: { title: 'Lead' } }, headers });

  it('changes the profile of the person of the session where If-Match allows it', async () => {
    gateway.services.reply(WorkspaceUserCommands.edit, annFound);
    const { status, headers, json } = await change({ 'if-match': 'W/"6"' });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"7"', annShown]);
    const changes = [{ change: 'set', attribute: 'title', value: 'Lead' }];
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.edit, { userId, changes, ifMatch: ['6'] })]);
  });

  it('refuses a change of an older version with 412', async () => {
    const { status, json } = await change({ 'if-match': 'W/"6"' });
    expect([status, json['code']]).toEqual([412, 'version-mismatch']);
  });
});
