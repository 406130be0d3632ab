import { ErasureCommands, Refusal, UserQueries, WorkspaceUserCommands } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, byAnn, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import { bob, bobShown, otherId } from '../views.js';

const gateway = await sharedGateway(new Refusal('user-not-found'));

const link = { digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string, expiresAt: expect.any(String) as string };

/** The link that was answered, with the parts of its text: account, person, secret. */
function linkIn(json: Record<string, unknown>) {
  const shown = json['link'] as { readonly text: string; readonly url: string };
  const hex = Buffer.from(shown.text.slice('rollcall_link_'.length), 'base64url').toString('hex');
  return { ...shown, accountHex: hex.slice(0, 32), userHex: hex.slice(32, 64) };
}
const hexOf = (id: string) => id.replaceAll('-', '');

describe('GET /api/users/:userId', () => {
  it('shows a person, also a released one, with the version as ETag', async () => {
    gateway.services.answer(UserQueries.find, { ...bob, released: true });
    const { status, headers, json } = await gateway.ask(`/api/users/${otherId}`, { as: 'viewer' });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"7"', { ...bobShown, released: true }]);
    expect(gateway.asked()).toEqual([[UserQueries.find, { accountId, userId: otherId, released: true }]]);
  });

  const whole = {
    ...bob,
    externalId: 'okta-7',
    profile: {
      displayName: 'Bob',
      title: 'Pilot',
      timezone: 'Europe/Berlin',
      emails: [{ value: 'bob@home.example', type: 'home' }],
      phoneNumbers: [{ value: '+1 555 0100' }],
      addresses: [{ streetAddress: '1 Main St', type: 'home' }],
      enterprise: { costCenter: '4711', manager: { value: '26' } },
    },
  };
  const wholeShown = { ...bobShown, externalId: 'okta-7', profile: whole.profile };
  const briefShown = { ...bobShown, profile: { displayName: 'Bob', title: 'Pilot', timezone: 'Europe/Berlin' } };

  it.each([
    ['admin', wholeShown],
    ['member', briefShown],
    ['viewer', briefShown],
  ] as const)('shows to a %s of others what that one needs, alone and in the list', async (as, shown) => {
    gateway.services.answer(UserQueries.find, whole);
    gateway.services.answer(UserQueries.people, { users: [whole] });
    expect((await gateway.ask(`/api/users/${otherId}`, { as })).json).toEqual(shown);
    expect((await gateway.ask('/api/users', { as })).json['items']).toEqual([shown]);
  });

  it('shows everybody all of their own', async () => {
    gateway.services.answer(UserQueries.find, { ...whole, id: userId });
    gateway.services.answer(UserQueries.people, { users: [{ ...whole, id: userId }] });
    const own = { ...wholeShown, id: userId };
    expect((await gateway.ask(`/api/users/${userId}`, { as: 'viewer' })).json).toEqual(own);
    expect((await gateway.ask('/api/users', { as: 'viewer' })).json['items']).toEqual([own]);
  });

  it('refuses an unknown person with 404', async () => {
    const { status, json } = await gateway.ask(`/api/users/${otherId}`, { as: 'viewer' });
    expect([status, json['code']]).toEqual([404, 'user-not-found']);
  });
});

describe('POST /api/users', () => {
  const bobInvited = { userName: 'bob@acme.example', givenName: 'Bob', familyName: 'Ray' };
  const invite = (headers = {}) =>
    gateway.ask('/api/users', { method: 'POST', as: 'admin', headers, body: { ...bobInvited, userType: 'viewer' } });

  it('invites a person under a new id, and shows the link that the id is in', async () => {
    gateway.services.replyBy(WorkspaceUserCommands.invite, (command) => ({ ...bob, id: command.userId }));
    const key = newKey();
    const { status, headers, json } = await invite({ 'idempotency-key': key });
    const { id } = json['user'] as { id: string };
    expect([status, headers.get('etag'), json['user']]).toEqual([201, 'W/"7"', { ...bobShown, id }]);
    const { text, url, ...ids } = linkIn(json);
    expect(url).toBe(`https://acme.example/set-password#${text}`);
    expect(ids).toMatchObject({ accountHex: hexOf(accountId), userHex: hexOf(id) });
    const input = { userId: id, ...bobInvited, userType: 'viewer', link };
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.invite, input, { key, of: 'inviteUser' })]);
  });

  it('makes a second link where the person is restored under the former id, with a command of its own', async () => {
    gateway.services.reply(WorkspaceUserCommands.invite, { ...bob, outcome: 'restored' });
    gateway.services.reply(WorkspaceUserCommands.link, bob);
    const { status, json } = await invite({ 'idempotency-key': newKey() });
    expect([status, json['user']]).toEqual([201, bobShown]);
    expect(linkIn(json).userHex).toBe(hexOf(otherId));
    const ofRestored = { userId: otherId, link, ifMatch: ['7'] };
    expect(gateway.sent[1]).toEqual(byAnn(WorkspaceUserCommands.link, ofRestored));
  });

  it.each(['version-mismatch', 'user-not-found'] as const)(
    'makes no second link where that person is another by now: %s',
    async (code) => {
      gateway.services.reply(WorkspaceUserCommands.invite, { ...bob, outcome: 'restored' });
      gateway.services.reply(WorkspaceUserCommands.link, new Refusal(code));
      const { status, json } = await invite({ 'idempotency-key': newKey() });
      expect([status, json['code'], json['facts']]).toEqual([409, 'secret-shown', { userId: otherId }]);
    },
  );

  it('refuses to show the link of an earlier request with the same Idempotency-Key', async () => {
    gateway.services.reply(WorkspaceUserCommands.invite, { ...bob, outcome: 'created' });
    const { status, json } = await invite({ 'idempotency-key': newKey() });
    expect([status, json['code'], json['facts']]).toEqual([409, 'secret-shown', { userId: otherId }]);
  });
});

describe('PATCH /api/users/:userId', () => {
  const change = (body: object, headers = {}) =>
    gateway.ask(`/api/users/${otherId}`, { method: 'PATCH', as: 'admin', body, headers });

  it('changes a person step by step where If-Match allows it, null clears', async () => {
    gateway.services.reply(WorkspaceUserCommands.edit, bob);
    const body = { active: false, profile: { title: null, name: { givenName: 'Rob' } } };
    const { status, headers, json } = await change(body, { 'if-match': 'W/"6", "5"' });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"7"', bobShown]);
    const changes = [
      { change: 'set', attribute: 'active', value: false },
      { change: 'set', attribute: 'name.givenName', value: 'Rob' },
      { change: 'clear', attribute: 'title' },
    ];
    const input = { userId: otherId, changes, ifMatch: ['6', '5'] };
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.edit, input)]);
  });

  it('refuses to deactivate the last admin with 409', async () => {
    const facts = { userName: 'ann@acme.example', action: 'deactivate' };
    gateway.services.reply(WorkspaceUserCommands.edit, new Refusal('last-admin', facts));
    const { status, json } = await change({ active: false });
    expect([status, json['code'], json['facts']]).toEqual([409, 'last-admin', facts]);
  });
});

describe('POST /api/users/:userId/password-link', () => {
  it('makes a new link for a person, and shows it', async () => {
    gateway.services.reply(WorkspaceUserCommands.link, bob);
    const { status, headers, json } = await gateway.ask(`/api/users/${otherId}/password-link`, {
      method: 'POST',
      as: 'admin',
    });
    expect([status, headers.get('etag'), json['user']]).toEqual([201, null, bobShown]);
    expect(linkIn(json)).toMatchObject({ accountHex: hexOf(accountId), userHex: hexOf(otherId) });
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.link, { userId: otherId, link })]);
  });
});

describe('DELETE /api/users/:userId/password-link', () => {
  it('withdraws the link of a person', async () => {
    gateway.services.reply(WorkspaceUserCommands.withdrawLink, bob);
    const asked = { method: 'DELETE', as: 'admin' } as const;
    const { status, text } = await gateway.ask(`/api/users/${otherId}/password-link`, asked);
    expect([status, text]).toEqual([204, '']);
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.withdrawLink, { userId: otherId })]);
  });
});

describe('POST /api/users/:userId/hand-back', () => {
  it('hands a person back to the workspace where If-Match allows it, once per Idempotency-Key', async () => {
    gateway.services.reply(WorkspaceUserCommands.handBack, { ...bob, managedBy: 'workspace' });
    const key = newKey();
    const { status, headers, json } = await gateway.ask(`/api/users/${otherId}/hand-back`, {
      method: 'POST',
      as: 'admin',
      headers: { 'if-match': 'W/"6"', 'idempotency-key': key },
    });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"7"', { ...bobShown, managedBy: 'workspace' }]);
    const input = { userId: otherId, ifMatch: ['6'] };
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.handBack, input, { key, of: 'handUserBack' })]);
  });

  it('says where an admin allows a reactivation by hand', async () => {
    gateway.services.reply(WorkspaceUserCommands.handBack, { ...bob, managedBy: 'workspace' });
    const body = { allowReactivation: true };
    await gateway.ask(`/api/users/${otherId}/hand-back`, { method: 'POST', as: 'admin', body });
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.handBack, { userId: otherId, ...body })]);
  });
});

describe('DELETE /api/users/:userId/data', () => {
  const erase = (headers = {}) => gateway.ask(`/api/users/${otherId}/data`, { method: 'DELETE', as: 'admin', headers });

  it('erases a removed person, and says whether that was done before', async () => {
    for (const changed of [true, false]) {
      gateway.services.reply(ErasureCommands.erase, { id: otherId, changed });
      const { status, json } = await erase();
      expect([status, json]).toEqual([200, { userId: otherId, changed }]);
    }
    expect(gateway.sent[0]).toEqual(byAnn(ErasureCommands.erase, { userId: otherId }));
  });

  it('erases who was read, where If-Match says which version', async () => {
    gateway.services.reply(ErasureCommands.erase, new Refusal('version-mismatch', { version: 8 }));
    const { status, json } = await erase({ 'if-match': 'W/"7"' });
    expect([status, json['code']]).toEqual([412, 'version-mismatch']);
    expect(gateway.sent[0]).toEqual(byAnn(ErasureCommands.erase, { userId: otherId, ifMatch: ['7'] }));
  });

  it.each([
    ['directory', /identity provider/],
    ['workspace', /make the person inactive first/],
  ])('refuses with 409 who is not removed, kept by the %s, and says what to do', async (managedBy, sentence) => {
    gateway.services.reply(ErasureCommands.erase, new Refusal('not-removed', { active: true, managedBy }));
    const { status, json } = await erase();
    expect([status, json['code']]).toEqual([409, 'not-removed']);
    expect(json['detail']).toMatch(sentence);
  });
});

describe('POST /api/users/:userId/hand-over', () => {
  const handOver = (headers = {}) =>
    gateway.ask(`/api/users/${otherId}/hand-over`, { method: 'POST', as: 'admin', headers });

  it('hands a person over to the directory where If-Match allows it, once per Idempotency-Key', async () => {
    gateway.services.reply(WorkspaceUserCommands.handOver, bob);
    const key = newKey();
    const { status, headers, json } = await handOver({ 'if-match': 'W/"6"', 'idempotency-key': key });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"7"', bobShown]);
    const input = { userId: otherId, ifMatch: ['6'] };
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.handOver, input, { key, of: 'handUserOver' })]);
  });

  it('refuses with 403 where the person is not hers to give', async () => {
    const facts = { userName: 'bob@acme.example' };
    gateway.services.reply(WorkspaceUserCommands.handOver, new Refusal('not-hers-to-give', facts));
    const { status, json } = await handOver();
    expect([status, json['code'], json['facts']]).toEqual([403, 'not-hers-to-give', facts]);
  });
});
