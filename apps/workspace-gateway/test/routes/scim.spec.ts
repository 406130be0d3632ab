import {
  AccountCommands,
  AccountQueries,
  AuditQueries,
  NoticeQueries,
  accountSettingValues,
  defaultAccountSettings,
  digestOf,
  hintOf,
  isWellFormedScimToken,
  Refusal,
  TeamQueries,
  TokenCommands,
  TokenQueries,
  UserQueries,
  type ProvisioningActivity,
} from '@rollcall/contracts';
import { Failure } from '@rollcall/gateway-kit';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountId, byAnn, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import { acme, namedAnn, annsBrief, okta, otherId, roleId, tokenId, updatedAt } from '../views.js';

const gateway = await sharedGateway(new Refusal('token-not-found'));
beforeEach(() => {
  gateway.services.answer(AuditQueries.provisioning, new ServiceUnavailable('audit-service', 'timeout'));
});

const { accountId: _, ...oktaOfAccount } = okta;
const oktaShown = { ...oktaOfAccount, creator: namedAnn };
const activity: ProvisioningActivity = {
  since: updatedAt,
  requests: { requests: 3, refused: 2 },
  changes: { peopleCreated: 1, peopleChanged: 0, peopleDeactivated: 0, evictions: 0 },
  tokens: [{ tokenId, requests: 3, refused: 2, userAgent: 'OneLogin', lastRefusalCode: 'user-name-taken' }],
};
const activityAsked = [AuditQueries.provisioning, { accountId, tokenIds: [tokenId] }];
const away = 'The audit log does not answer at the moment: it is not known how often was asked and refused.';
const briefsAsked = [UserQueries.briefs, { accountId, userIds: [userId], withNames: true }];

describe('GET /api/scim/tokens', () => {
  it('shows the tokens of the account with the names of their creators, which are asked for once', async () => {
    const forAudit = { ...okta, purpose: 'audit' } as const;
    gateway.services.answer(TokenQueries.list, [okta, forAudit, { ...okta, state: 'expired', endedAt: updatedAt }]);
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    const { status, json } = await gateway.ask('/api/scim/tokens', { as: 'admin' });
    const expired = { ...oktaShown, state: 'expired', endedAt: updatedAt };
    expect([status, json]).toEqual([200, { items: [oktaShown, expired], activity: 'unknown', unknown: away }]);
    const asked = [AuditQueries.provisioning, { accountId, tokenIds: [tokenId, tokenId] }];
    expect(gateway.asked()).toEqual([[TokenQueries.list, { accountId }], briefsAsked, asked]);
  });

  it('shows what each was used for, which is asked for once', async () => {
    const unused = { ...okta, id: otherId };
    gateway.services.answer(TokenQueries.list, [okta, unused]);
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    gateway.services.answer(AuditQueries.provisioning, activity);
    const { json } = await gateway.ask('/api/scim/tokens', { as: 'admin' });
    const used = { requests24h: 3, refused24h: 2, userAgent: 'OneLogin', lastRefusalCode: 'user-name-taken' };
    const items = [
      { ...oktaShown, ...used },
      { ...oktaShown, id: otherId, requests24h: 0, refused24h: 0 },
    ];
    expect(json).toEqual({ items, activity: 'known' });
    expect(gateway.asked().filter(([definition]) => definition === AuditQueries.provisioning)).toHaveLength(1);
  });

  it('says so where there is no audit log, and fails where it is asked for something wrong', async () => {
    gateway.services.answer(TokenQueries.list, [okta]);
    gateway.services.answer(UserQueries.briefs, []);
    gateway.services.answer(AuditQueries.provisioning, new Failure('audit-not-installed'));
    const { json } = await gateway.ask('/api/scim/tokens', { as: 'admin' });
    expect(json).toMatchObject({ activity: 'unknown', unknown: expect.stringMatching(/has no audit log/) as string });
    gateway.services.answer(AuditQueries.provisioning, new Error('a defect'));
    expect((await gateway.ask('/api/scim/tokens', { as: 'admin' })).status).toBe(500);
  });
});

describe('POST /api/scim/tokens', () => {
  const expiresAt = '2027-01-01T00:00:00.000Z';
  const signature = { keyId: 'key1', signature: 'signature00' };
  const signed = 'key1signature00';
  beforeEach(() => gateway.services.answer(TokenQueries.sign, signature));
  const create = (body: object, headers = {}) =>
    gateway.ask('/api/scim/tokens', { method: 'POST', as: 'admin', body, headers });

  it('makes a token of the person of the session, and shows its secret, of which only the digest is sent', async () => {
    gateway.services.replyBy(TokenCommands.create, (command) => ({ ...okta, id: command.tokenId }));
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    const key = newKey();
    const { status, json } = await create({ name: 'Okta', expiresAt }, { 'idempotency-key': key });
    const { secret, token, scimUrl } = json as { secret: string; token: { id: string }; scimUrl: string };
    expect([status, token, scimUrl]).toEqual([201, { ...oktaShown, id: token.id }, 'https://acme.example/scim/v2']);
    expect([isWellFormedScimToken(secret), secret]).toEqual([true, expect.stringContaining(signed)]);
    const secretParts = { hint: hintOf(secret), digest: digestOf(secret) };
    const input = { tokenId: token.id, creatorId: userId, name: 'Okta', ...secretParts, expiresAt };
    expect(gateway.sent).toEqual([byAnn(TokenCommands.create, input, { key, of: 'createToken' })]);
  });

  it('makes a strict one for who asks for it, and takes no other word', async () => {
    gateway.services.replyBy(TokenCommands.create, (command) => ({
      ...okta,
      id: command.tokenId,
      leniency: 'none' as const,
    }));
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    const { json } = await create({ leniency: 'none' });
    expect(json).toMatchObject({ token: { leniency: 'none' } });
    expect(gateway.sent[0]).toMatchObject({ input: { leniency: 'none' } });
    expect((await create({ leniency: 'some' })).status).toBe(422);
  });

  it('makes one for the identity provider that is named, and knows no other', async () => {
    gateway.services.replyBy(TokenCommands.create, (command) => ({
      ...okta,
      id: command.tokenId,
      provider: 'entra' as const,
    }));
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    const { json } = await create({ provider: 'entra' });
    expect(json).toMatchObject({ token: { provider: 'entra' } });
    expect(gateway.sent[0]).toMatchObject({ input: { provider: 'entra' } });
    expect((await create({ provider: 'nobody' })).status).toBe(422);
  });

  it('refuses to show the secret of an earlier request with the same Idempotency-Key', async () => {
    gateway.services.reply(TokenCommands.create, okta);
    const { status, json } = await create({}, { 'idempotency-key': newKey() });
    expect([status, json['code'], json['facts']]).toEqual([409, 'secret-shown', { tokenId }]);
  });
});

describe('DELETE /api/scim/tokens/:tokenId', () => {
  const revoke = () => gateway.ask(`/api/scim/tokens/${tokenId}`, { method: 'DELETE', as: 'admin' });

  it('revokes a token, and shows it as it is then', async () => {
    gateway.services.reply(TokenCommands.revoke, { ...okta, state: 'revoked', endedAt: updatedAt });
    gateway.services.answer(UserQueries.briefs, []);
    const { status, json } = await revoke();
    expect([status, json]).toEqual([200, { ...oktaOfAccount, state: 'revoked', endedAt: updatedAt }]);
    expect(gateway.sent).toEqual([byAnn(TokenCommands.revoke, { tokenId, purpose: 'scim' })]);
    expect(gateway.asked()).toEqual([briefsAsked]);
  });

  it('refuses an unknown token with 404', async () => {
    const { status, json } = await revoke();
    expect([status, json['code']]).toEqual([404, 'token-not-found']);
  });
});

describe('GET /api/scim/status', () => {
  it('shows how provisioning does, by the tokens and the reconciler of the account', async () => {
    gateway.services.answer(TokenQueries.list, [{ ...okta, lastUsedAt: updatedAt }]);
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    gateway.services.answer(TeamQueries.reconciler, {
      mode: 'paused',
      dirty: 0,
      oldestDirtySeconds: 0,
      held: [],
      runs: [],
    });
    const kinds = [{ kind: 'admin-made-by-directory', waiting: 2, unseen: 1 } as const];
    gateway.services.answer(NoticeQueries.counts, { kinds, heldLeavers: 0 });
    const answer = await gateway.ask('/api/scim/status', { as: 'admin' });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      state: 'paused',
      sentence: expect.stringMatching(/the reconciler is paused/) as string,
      workingTokens: 1,
      expiresInDays: expect.any(Number) as number,
      reconciler: 'paused',
      heldRuns: 0,
      heldLeavers: 0,
      notices: kinds,
      lastRequestAt: updatedAt,
      states: [expect.objectContaining({ code: 'paused', facts: {} })] as unknown[],
      scimUrl: 'https://acme.example/scim/v2',
      waitingTakeovers: 0,
      activity: 'unknown',
      unknown: away,
      lastRequest: { at: updatedAt },
    });
    expect(gateway.asked()).toEqual([
      [TokenQueries.list, { accountId }],
      [TeamQueries.reconciler, { accountId }],
      [NoticeQueries.counts, { accountId }],
      briefsAsked,
      activityAsked,
    ]);
  });
});

describe('the settings of the account', () => {
  const contractor = { id: roleId, name: 'Contractor', basedOn: 'viewer' } as const;
  const settings = { ...defaultAccountSettings, emailCase: 'refuse' } as const;
  const shown = expect.arrayContaining([
    { name: 'emailCase', value: 'refuse', default: 'normalise', allowed: ['normalise', 'refuse'] },
    { name: 'fallbackUserType', value: 'viewer', default: 'viewer', allowed: ['viewer', 'member', 'guest', roleId] },
    {
      name: 'eraseReleasedAfterDays',
      value: 'never',
      default: 'never',
      allowed: ['never'],
      numbers: { from: 1, to: 3_650 },
    },
  ]) as unknown[];
  const change = (headers = {}) =>
    gateway.ask('/api/scim/settings', {
      method: 'PATCH',
      as: 'admin',
      body: { settings: { emailCase: 'refuse' } },
      headers,
    });
  const rolesAsked = [AccountQueries.roles, { account: accountId }];

  it('are shown by GET /api/scim/settings, each with what it can be, with the version of the account as ETag', async () => {
    gateway.services.answer(AccountQueries.find, { ...acme, settings });
    gateway.services.answer(AccountQueries.roles, [contractor]);
    const { status, headers, json } = await gateway.ask('/api/scim/settings', { as: 'admin' });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"4"', { items: shown }]);
    expect(json['items']).toHaveLength(Object.keys(accountSettingValues).length);
    expect(gateway.asked()).toEqual([[AccountQueries.find, { account: accountId }], rolesAsked]);
  });

  it('are changed by PATCH /api/scim/settings where If-Match allows it', async () => {
    gateway.services.reply(AccountCommands.changeSettings, { ...acme, version: 5, settings });
    gateway.services.answer(AccountQueries.roles, [contractor]);
    const { status, headers, json } = await change({ 'if-match': 'W/"4"' });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"5"', { items: shown }]);
    const input = { settings: { emailCase: 'refuse' }, ifMatch: ['4'] };
    expect(gateway.sent).toEqual([byAnn(AccountCommands.changeSettings, input)]);
    expect(gateway.asked()).toEqual([rolesAsked]);
  });

  it('are refused by PATCH /api/scim/settings with 422 and what is allowed', async () => {
    const facts = { setting: 'emailCase', value: 'never', allowed: ['normalise', 'refuse'] };
    gateway.services.reply(AccountCommands.changeSettings, new Refusal('setting-invalid', facts));
    const { status, json } = await change();
    expect([status, json['code'], json['detail']]).toEqual([
      422,
      'setting-invalid',
      'emailCase can be: normalise, refuse.',
    ]);
  });
});
