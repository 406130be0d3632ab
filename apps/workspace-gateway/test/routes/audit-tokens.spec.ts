import {
  digestOf,
  hintOf,
  parseAuditToken,
  Refusal,
  TokenCommands,
  TokenQueries,
  UserQueries,
} from '@rollcall/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountId, byAnn, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import { namedAnn, annsBrief, okta, tokenId, updatedAt } from '../views.js';

const gateway = await sharedGateway(new Refusal('token-not-found'));
beforeEach(() => {
  gateway.services.answer(TokenQueries.sign, { keyId: 'key1', signature: 'signature00' });
  gateway.services.answer(UserQueries.briefs, [annsBrief]);
});

const siem = { ...okta, name: 'SIEM', purpose: 'audit' } as const;
const { accountId: _, purpose: _for, leniency: _of, ...shown } = { ...siem, creator: namedAnn };

describe('audit tokens', () => {
  it('are listed without those for SCIM', async () => {
    gateway.services.answer(TokenQueries.list, [okta, siem]);
    const { status, json } = await gateway.ask('/api/audit/tokens', { as: 'admin' });
    expect([status, json]).toEqual([200, { items: [shown] }]);
  });

  it('are made by an admin for an admin, and the secret is shown once', async () => {
    gateway.services.replyBy(TokenCommands.create, (command) => ({ ...siem, id: command.tokenId }));
    const key = newKey();
    const asked = { method: 'POST', as: 'admin', body: { name: 'SIEM' }, headers: { 'idempotency-key': key } } as const;
    const { status, json } = await gateway.ask('/api/audit/tokens', asked);
    const { secret, token } = json as { secret: string; token: { id: string } };
    expect([status, token]).toEqual([201, { ...shown, id: token.id }]);
    expect([parseAuditToken(secret)?.digest, secret]).toEqual([
      digestOf(secret),
      expect.stringContaining('key1signature00'),
    ]);
    const sent = { name: 'SIEM', purpose: 'audit', hint: hintOf(secret), digest: digestOf(secret) };
    const input = { tokenId: token.id, creatorId: userId, ...sent };
    expect(gateway.sent).toEqual([byAnn(TokenCommands.create, input, { key, of: 'createAuditToken' })]);
    gateway.services.reply(TokenCommands.create, siem);
    expect(await gateway.ask('/api/audit/tokens', asked)).toMatchObject({
      status: 409,
      json: { code: 'secret-shown' },
    });
  });

  it('need the password of a short time ago', async () => {
    gateway.sessions.confirmedAt = '2026-03-01T10:00:00.000Z';
    const { status, json } = await gateway.ask('/api/audit/tokens', { method: 'POST', as: 'admin', body: {} });
    gateway.sessions.confirmedAt = undefined;
    expect([status, json['code'], gateway.sent]).toEqual([403, 'confirmation-needed', []]);
  });

  it('are revoked by name, and a SCIM token is not one', async () => {
    gateway.services.reply(TokenCommands.revoke, { ...siem, state: 'revoked', endedAt: updatedAt });
    const { status, json } = await gateway.ask(`/api/audit/tokens/${tokenId}`, { method: 'DELETE', as: 'admin' });
    expect([status, json]).toEqual([200, { ...shown, state: 'revoked', endedAt: updatedAt }]);
    expect(gateway.sent).toEqual([byAnn(TokenCommands.revoke, { tokenId, purpose: 'audit' })]);
    expect(accountId).toBe(okta.accountId);
  });
});
