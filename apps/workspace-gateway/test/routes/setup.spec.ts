import { AccountCommands, AccountQueries, PasswordQueries, Refusal, WorkspaceUserCommands } from '@rollcall/contracts';
import { RetryKey, Secret } from '@rollcall/gateway-kit';
import { describe, expect, it } from 'vitest';
import { keyOfLink, Links } from '../../src/resources/password-link.js';
import { accountId, newKey, setupSecret, sharedGateway, startGateway } from '../gateway-under-test.js';
import { acme, bob, otherId } from '../views.js';

const gateway = await sharedGateway(new Refusal('link-invalid'));

const argon2id = expect.stringMatching(/^\$argon2id\$/) as string;

describe('POST /api/setup', () => {
  const admin = { userName: 'ann@acme.example', givenName: 'Ann', familyName: 'Lee' };
  const body = {
    secret: setupSecret,
    account: { slug: 'acme', name: 'Acme' },
    admin: { ...admin, password: 'Correct-Horse-7' },
  };
  const setUp = (headers = {}, of: object = {}, to = gateway) =>
    to.ask('/api/setup', { method: 'POST', body: { ...body, ...of }, headers });

  it('makes the first account and its admin without a session, with the hash of the password', async () => {
    gateway.services.answer(AccountQueries.any, { any: false });
    gateway.services.replyBy(AccountCommands.create, (command) => ({ ...acme, adminId: command.admin.userId }));
    const { status, json } = await setUp();
    const adminId = json['adminId'] as string;
    expect([status, json]).toEqual([201, { account: { id: accountId, slug: 'acme', name: 'Acme' }, adminId }]);
    expect(gateway.asked()).toEqual([[AccountQueries.any, {}]]);
    const firstAdmin = { ...admin, userId: adminId, passwordHash: argon2id };
    expect(gateway.sent).toEqual([
      {
        definition: AccountCommands.create,
        input: { slug: 'acme', name: 'Acme', admin: firstAdmin, onlyIfFirst: true },
        accountId: expect.stringMatching(/^.{14}7/) as string,
        actor: { kind: 'admin', id: adminId },
      },
    ]);
  });

  it.each([
    ['is too short', 'short-1', 'request-invalid'],
    ['is a common one', 'password12', 'password-refused'],
    ['is the address', admin.userName, 'password-refused'],
    ['is the name', 'ann  LEE', 'password-refused'],
  ])('refuses a password that %s, without repeating it, and makes nothing', async (_, password, code) => {
    gateway.services.answer(AccountQueries.any, { any: false });
    const of = { ...body, admin: { ...body.admin, password } };
    const { status, json, text } = await gateway.ask('/api/setup', { method: 'POST', body: of });
    expect([status, json['code'], gateway.sent]).toEqual([422, code, []]);
    expect(json['problems']).toEqual([{ at: '/admin/password', problem: expect.any(String) as string }]);
    expect(text).not.toContain(password);
  });

  it('refuses with 403 who does not know the secret of the installation, and asks and sends nothing', async () => {
    gateway.services.answer(AccountQueries.any, { any: false });
    for (const secret of ['another', `${setupSecret}x`, setupSecret.slice(1)]) {
      const { status, json, text } = await setUp({}, { secret });
      expect([status, json['code'], gateway.asked(), gateway.sent]).toEqual([403, 'setup-secret-wrong', [], []]);
      expect(text + gateway.logged.join('')).not.toContain(setupSecret);
    }
    const { status, json } = await setUp({}, { secret: undefined });
    expect([status, json['problems']]).toEqual([422, [expect.objectContaining({ at: '/secret' })]]);
  });

  it('is closed to everybody where the installation has no secret', async () => {
    const closed = await startGateway(new Refusal('link-invalid'), { setupSecret: undefined });
    try {
      for (const secret of [setupSecret, 'undefined', '\u0001'])
        expect((await setUp({}, { secret }, closed)).status).toBe(403);
    } finally {
      await closed.close();
    }
  });

  it('is limited per address once the secret was wrong often', async () => {
    const limited = await startGateway(new Refusal('link-invalid'), { signInBurst: 2 });
    try {
      for (let n = 0; n < 2; n += 1) expect((await setUp({}, { secret: 'guess' }, limited)).status).toBe(403);
      const { status, json } = await setUp({}, {}, limited);
      expect([status, json['code']]).toEqual([429, 'sign-in-limit']);
    } finally {
      await limited.close();
    }
  });

  it('refuses with 409 where there is an account, and sends nothing', async () => {
    gateway.services.answer(AccountQueries.any, { any: true });
    const { status, json } = await setUp();
    expect([status, json['code'], gateway.sent]).toEqual([409, 'setup-closed', []]);
  });
});

describe('POST /api/passwords', () => {
  const { link, shown } = new Links({ linkMs: 60_000, invitationMs: 60_000 }, undefined).make(accountId, otherId);
  const body = { link: shown.text, password: 'Correct-Horse-7' };
  const owner = { accountSlug: 'acme', userName: 'bob.builder@acme.example' };
  const goodLink = { works: true, owner } as const;
  const asked = [PasswordQueries.checkLink, { accountId, userId: otherId, digest: link.digest }];
  const setPassword = (to = gateway, of: object = {}, headers = {}) =>
    to.ask('/api/passwords', { method: 'POST', body: { ...body, ...of }, headers });

  it('sets the password of the person of the link, whose own change it is, by digest and hash', async () => {
    gateway.services.answer(PasswordQueries.checkLink, goodLink);
    gateway.services.reply(WorkspaceUserCommands.setPasswordByLink, bob);
    const key = newKey();
    const { status, text, headers } = await setPassword(gateway, {}, { 'idempotency-key': key });
    expect([status, text, headers.get('set-cookie')]).toEqual([204, '', null]);
    expect(gateway.sent).toEqual([
      {
        definition: WorkspaceUserCommands.setPasswordByLink,
        input: { userId: otherId, digest: link.digest, passwordHash: argon2id },
        accountId,
        actor: { kind: 'admin', id: otherId },
        commandId: keyOfLink(
          RetryKey.of(key, 'anybody setPassword', undefined),
          new Secret(body.link),
          new Secret(body.password),
        ).commandId(0),
      },
    ]);
    expect(gateway.asked()).toEqual([asked]);
  });

  it('refuses a used link with 410, and a text that is no link without asking anybody', async () => {
    gateway.services.answer(PasswordQueries.checkLink, { works: false });
    const used = await setPassword();
    expect([used.status, used.json['code'], gateway.asked(), gateway.sent]).toEqual([410, 'link-invalid', [asked], []]);
    const none = await setPassword(gateway, { link: 'no link' });
    expect([none.status, none.json['code'], gateway.asked(), gateway.sent]).toEqual([410, 'link-invalid', [asked], []]);
  });

  it('asks user-service again for a used link where the key may be the one that used it', async () => {
    gateway.services.answer(PasswordQueries.checkLink, { works: false });
    const { status, json } = await setPassword(gateway, {}, { 'idempotency-key': newKey() });
    expect([status, json['code'], gateway.sent.length]).toEqual([410, 'link-invalid', 1]);
  });

  it('names another command for another link with the same Idempotency-Key', async () => {
    gateway.services.answer(PasswordQueries.checkLink, goodLink);
    gateway.services.reply(WorkspaceUserCommands.setPasswordByLink, bob);
    const other = new Links({ linkMs: 60_000, invitationMs: 60_000 }, undefined).make(accountId, otherId);
    const headers = { 'idempotency-key': newKey() };
    await setPassword(gateway, {}, headers);
    await setPassword(gateway, { link: other.shown.text }, headers);
    const [one, another] = gateway.sent.map(({ commandId }) => commandId);
    expect(one).not.toBe(another);
  });

  it.each([
    ['a common one', 'password12'],
    ['the address', 'bob.builder@acme.example'],
    ['the address without its domain', 'Bob.Builder'],
  ])('refuses %s as the password, without repeating it or using the link up', async (_, password) => {
    gateway.services.answer(PasswordQueries.checkLink, goodLink);
    const { status, json, text } = await setPassword(gateway, { password });
    expect([status, json['code'], gateway.sent]).toEqual([422, 'password-refused', []]);
    expect(text).not.toContain(password);
  });

  it('is limited per address once it has failed often, and not for those who get in', async () => {
    const limited = await startGateway(new Refusal('link-invalid'), { signInBurst: 1 });
    try {
      limited.services.answer(PasswordQueries.checkLink, goodLink);
      limited.services.reply(WorkspaceUserCommands.setPasswordByLink, bob);
      for (let n = 0; n < 2; n += 1) expect((await setPassword(limited)).status).toBe(204);
      expect((await setPassword(limited, { link: 'no link' })).status).toBe(410);
      const { status, json, headers } = await setPassword(limited);
      expect([status, json['code'], headers.get('retry-after')]).toEqual([429, 'sign-in-limit', '1']);
    } finally {
      await limited.close();
    }
  });
});
