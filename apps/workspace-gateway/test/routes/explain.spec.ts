import { ExplainQueries, Refusal } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, sharedGateway } from '../gateway-under-test.js';
import { otherId, teamId, tokenId } from '../views.js';

const gateway = await sharedGateway(new Refusal('user-not-found'));

const at = '2026-01-01T00:00:00.000Z';
const team = { kind: 'team', id: teamId } as const;
const user = { kind: 'user', id: otherId } as const;
const token = { kind: 'token', id: tokenId } as const;
const explanation = { sentence: 'It is so.', entries: [] };
const read = (path: string) => gateway.ask(`/api/audit/explain/${path}`, { as: 'admin' });

describe('GET /api/audit/explain', () => {
  it('asks why somebody is in a team, now or at a moment, and gives the answer as it came', async () => {
    const answer = { team, user, explanation: { ...explanation, verdict: 'in-by-directory', isIn: true } } as const;
    gateway.services.answer(ExplainQueries.membership, answer);
    const { status, json } = await read(`membership?team=Design&user=bob%40acme.example&at=${at}`);
    expect([status, json]).toEqual([200, answer]);
    expect(gateway.asked()).toMatchObject([
      [ExplainQueries.membership, { accountId, team: 'Design', user: 'bob@acme.example', at }],
    ]);
  });

  it('asks why a token works, or does not', async () => {
    const answer = { token, explanation: { ...explanation, verdict: 'works' } } as const;
    gateway.services.answer(ExplainQueries.token, answer);
    const { status, json } = await read(`token?token=${tokenId}`);
    expect([status, json]).toEqual([200, answer]);
    expect(gateway.asked()).toMatchObject([[ExplainQueries.token, { accountId, token: tokenId }]]);
  });

  it('asks why a person is active, or is not', async () => {
    const answer = { user, state: { ...explanation, verdict: 'active' } } as const;
    gateway.services.answer(ExplainQueries.user, answer);
    const { status, json } = await read('user?user=bob%40acme.example');
    expect([status, json]).toEqual([200, answer]);
    expect(gateway.asked()).toMatchObject([[ExplainQueries.user, { accountId, user: 'bob@acme.example' }]]);
  });

  it.each([
    ['membership', `team=Design&user=${otherId}`],
    ['token', `token=${tokenId}`],
    ['user', `user=${otherId}`],
  ])('asks about the account of the session, whichever the address names: %s', async (what, query) => {
    await read(`${what}?${query}&accountId=${otherId}`);
    for (const [, input] of gateway.asked()) expect(input).toMatchObject({ accountId });
  });
});
