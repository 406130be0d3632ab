import {
  AuditQueries,
  digestOf,
  fits,
  Refusal,
  SessionQueries,
  TokenQueries,
  WorkspaceRequest,
  type TokenRefusal,
  type TokenVerdict,
} from '@rollcall/contracts';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allRoutes } from '../src/contract/all-routes.js';
import { accountId, newTestToken, startGateway, userId } from './gateway-under-test.js';
import { tokenId } from './views.js';

const works: TokenVerdict = {
  works: true,
  tokenId,
  accountId,
  creatorId: userId,
  expiresAt: '2030-01-01T00:00:00.000Z',
  purpose: 'audit',
};
const refused = (why: TokenRefusal): TokenVerdict => ({ works: false, accountId, tokenId, why });
const token = newTestToken('audit');
const entries = '/api/audit/entries';

let gateway: Awaited<ReturnType<typeof startGateway>>;
async function startForTokens(): Promise<void> {
  gateway = await startGateway(new Refusal('user-not-found'));
  gateway.services.answer(TokenQueries.check, works);
  gateway.services.answer(AuditQueries.entries, { entries: [] });
}
function eachWithItsOwnGateway(): void {
  beforeEach(startForTokens);
  afterEach(() => gateway.close());
}

const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });
const read = (text = token, path = entries) => gateway.ask(path, bearer(text));
const checks = () => gateway.services.asked.flatMap(([of, input]) => (of === TokenQueries.check ? [input] : []));

describe('an audit token', () => {
  eachWithItsOwnGateway();

  it('reads the audit log of its account, and token-service is asked at each request', async () => {
    const answers = [await read(), await read()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const question = { digest: digestOf(token), purpose: 'audit' };
    expect(checks()).toEqual([question, question]);
    expect(gateway.services.asked).toContainEqual([AuditQueries.entries, expect.objectContaining({ accountId })]);
  });

  it('is a bearer only: a cookie with it is no session', async () => {
    const { status, json } = await gateway.ask(entries, { headers: { cookie: `rollcall=${token}` } });
    expect([status, json['code'], checks()]).toEqual([401, 'session-ended', []]);
  });

  it.each([
    ['was revoked', { why: 'revoked', since: '2026-03-01T10:00:00.000Z' }, /was revoked by an admin \(2026-03-01\)/],
    ['died with its maker', { why: 'creator-deactivated' }, /died when the admin who made it was deactivated/],
    ['has expired', { why: 'expired' }, /has expired/],
  ] as const)('that %s opens nothing, and the account is told of it', async (_, of, sentence) => {
    gateway.services.answer(TokenQueries.check, { ...refused(of.why), ...of });
    const { status, headers, json } = await read();
    expect([status, json['code'], json['detail']]).toEqual([
      401,
      'audit-token-refused',
      expect.stringMatching(sentence),
    ]);
    expect(headers.get('www-authenticate')).toContain('invalid_token');
    expect(gateway.asked()).toEqual([[TokenQueries.check, expect.anything()]]);
    expect(gateway.records).toMatchObject([{ accountId, tokenId, status: 401, code: 'audit-token-refused' }]);
  });

  it('of an account that is being closed opens nothing', async () => {
    gateway.services.answer(TokenQueries.check, refused('account-closing'));
    expect(await read()).toMatchObject({ status: 403, json: { code: 'account-closing' } });
  });

  it('is neither in nor out where token-service does not answer', async () => {
    gateway.services.answer(TokenQueries.check, new ServiceUnavailable('token-service', 'unreachable'));
    expect(await read()).toMatchObject({ status: 429, json: { code: 'unavailable' } });
  });

  it('for SCIM is none, whatever token-service says', async () => {
    expect(await read(newTestToken('scim'))).toMatchObject({ status: 401, json: { code: 'session-ended' } });
    expect(checks()).toEqual([]);
    const { purpose: _, ...ofScim } = works;
    gateway.services.answer(TokenQueries.check, ofScim);
    expect(await read()).toMatchObject({ status: 401, json: { code: 'audit-token-refused' } });
  });

  it('leaves a record of each use, and one of each refusal, and its secret nowhere', async () => {
    await read();
    await gateway.ask('/api/users', bearer(token));
    expect(gateway.records).toMatchObject([
      { accountId, tokenId, method: 'GET', route: entries, status: 200 },
      { route: '/api/users', status: 403, code: 'audit-token-elsewhere' },
    ]);
    expect(gateway.records.map((each) => fits(WorkspaceRequest, each))).toEqual([true, true]);
    expect(gateway.records[0]).not.toHaveProperty('userId');
    expect(JSON.stringify([gateway.records, gateway.logged])).not.toContain(token.slice(20));
  });
});

describe('what an audit token opens', () => {
  // One gateway for all: there are a hundred routes.
  beforeAll(startForTokens);
  beforeEach(() => {
    gateway.services.asked.length = 0;
    gateway.sent.length = 0;
  });
  afterAll(() => gateway.close());

  const addressOf = (path: string) => path.replaceAll(/:\w+/g, tokenId);
  const named = allRoutes.map((route) => [`${route.method} ${route.path}`, route] as const);
  const opened = named.filter(([, { auditToken }]) => auditToken);
  const closed = named.filter(([, { auditToken, access }]) => !auditToken && access !== 'open');

  it('opens searches, requests, counts, explanations and exports, by name and by hand', () => {
    expect(opened.map(([name]) => name).toSorted()).toEqual([
      'GET /api/audit/entries',
      'GET /api/audit/explain/membership',
      'GET /api/audit/explain/token',
      'GET /api/audit/explain/user',
      'GET /api/audit/export',
      'GET /api/audit/requests/:requestId',
      'GET /api/audit/volume',
    ]);
  });

  it.each(opened)('opens %s', async (_, { path }) => {
    const { json } = await read(token, addressOf(path));
    expect(json['code'] ?? '').not.toMatch(/^(audit-token|session|forbidden)/);
    expect(checks()).toHaveLength(1);
  });

  it.each(closed)('does not open %s, nor is it looked at there', async (_, { method, path }) => {
    const { status, json } = await gateway.ask(addressOf(path), { method, ...bearer(token) });
    expect([status, json['code']]).toEqual([403, 'audit-token-elsewhere']);
    expect(gateway.services.asked).toEqual([]);
    expect(gateway.sent).toEqual([]);
  });

  it.each(named.filter(([, { access }]) => access === 'open'))('says nothing at %s', async (_, { method, path }) => {
    const [withToken, without] = [
      await gateway.ask(path, { method, ...bearer(token) }),
      await gateway.ask(path, { method }),
    ];
    expect([withToken.status, withToken.json['code']]).toEqual([without.status, without.json['code']]);
    expect(checks()).toEqual([]);
  });
});

describe('invented audit tokens', () => {
  eachWithItsOwnGateway();

  it('cost token-service nothing where the signature is wrong or a character is', async () => {
    const wrong = newTestToken('audit');
    const other = wrong.at(-7) === '0' ? '1' : '0';
    for (const text of [
      `${wrong.slice(0, -7)}${other}${wrong.slice(-6)}`,
      wrong.slice(0, -1),
      'rollcall_audit_00000000',
    ])
      expect(await read(text)).toMatchObject({ status: 401, json: { code: 'audit-token-refused' } });
    expect(checks()).toEqual([]);
  });

  it('are limited by address, and a good token is not', async () => {
    await gateway.close();
    gateway = await startGateway(new Refusal('user-not-found'), { requestBurst: 5 });
    gateway.services.answerBy(TokenQueries.check, ({ digest }) =>
      digest === digestOf(token) ? works : refused('unknown'),
    );
    gateway.services.answer(AuditQueries.entries, { entries: [] });
    const statuses = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await read(newTestToken('audit', 'another key'))).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect(checks()).toHaveLength(5);
    expect((await read()).status).toBe(200);
  });
});

describe('a person who looks at the audit log', () => {
  eachWithItsOwnGateway();

  it('leaves a record of each look', async () => {
    await gateway.ask(entries, { as: 'admin' });
    expect(gateway.records).toMatchObject([{ accountId, userId, route: entries, status: 200 }]);
    expect(gateway.services.asked.some(([of]) => of === SessionQueries.check)).toBe(true);
  });
});
