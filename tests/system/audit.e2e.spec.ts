import { request } from 'node:http';
import { getPriority } from 'node:os';
import { formerScimToken } from '@rollcall/contracts';
import { niceness } from '@rollcall/service-kit/threads';
import { eventually } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, gateways, ops, stackFile } = await stack();
const { adminOf, join } = workspaceAt(workspaceUrl);
const soon = { within: 5_000, every: 50 };

interface Entry {
  readonly seq: number;
  readonly type: string;
  readonly outcome: string;
  readonly code?: string;
  readonly requestId: string;
  readonly sentence: string;
}

it('a creation and a refused push are found within five seconds, by search and by request, and not by another account (rule 28)', async () => {
  const [account, other] = await Promise.all([newAccount(), newAccount()]);
  const [admin, outsider] = await Promise.all([adminOf(account), adminOf(other)]);
  const { body: ann } = await account.scim.create('ann@acme.example', { title: 'Pilot' });
  const refused = await account.scim.create('ann@acme.example');
  expect(refused.status).toBe(409);

  const found = async (query: string): Promise<Entry[]> => {
    const { status, body } = await admin.get(`/audit/entries?${query}`);
    expect(status).toBe(200);
    return body.entries as Entry[];
  };
  const first = async (query: string) => (await found(query))[0];
  const created = await eventually(
    () => first('about=ann@acme.example&type=user.created'),
    'the creation is found by the address of whom it is about',
    soon,
  );
  expect(created?.sentence).toMatch(/^The directory \(token "Okta"\) created ann@acme\.example\.$/);
  const refusal = await eventually(
    () => first(`q=${encodeURIComponent('outcome:refused code:user-name-* by:directory')}`),
    'the refused push is found',
    soon,
  );
  expect(refusal).toMatchObject({ code: 'user-name-taken', outcome: 'refused' });

  const answer = await admin.get(`/audit/requests/${created?.requestId}`);
  const tree = (answer.body.tree as { depth: number; entry: Entry }[]).map(({ depth, entry }) => [depth, entry.type]);
  expect(tree).toEqual([
    [0, 'scim.request-answered'],
    [1, 'user.created'],
  ]);
  expect((await outsider.get(`/audit/requests/${created?.requestId}`)).status).toBe(404);
  expect((await outsider.get(`/audit/entries?about=${ann.id}`)).body.entries).toEqual([]);
  expect((await outsider.get('/audit/entries?about=ann@acme.example')).body.detail).toMatch(/Nobody of the account/);

  const pages = await found('order=asc&limit=200');
  expect(pages.map(({ seq }) => seq)).toEqual(pages.map((_, index) => index + 1));
  const { session } = await join(account, admin, 'member@acme.example', 'member');
  expect((await session.get('/audit/entries')).status).toBe(403);

  const page = await ops('audit', 'search', account.slug, 'outcome:refused', 'code:user-name-*');
  expect(page).toMatchObject({ entries: [{ id: refusal?.requestId, code: 'user-name-taken' }] });
});

/** Asks for people with a token, from another address of this machine: all of 127.0.0.0/8 are, on Linux. */
function asks(url: string, token: string, localAddress: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/Users?count=1`, { localAddress, headers: { authorization: `Bearer ${token}` } });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.end();
  });
}

it('a revoked token that is used once more is found within five seconds by an admin of its account, with its name and from where, and by no other (rules 19, 23, 28)', async () => {
  const [account, other] = await Promise.all([newAccount(), newAccount()]);
  const [admin, outsider] = await Promise.all([adminOf(account), adminOf(other)]);
  await account.revokeToken(account.tokenId);
  await eventually(
    async () => (await account.scim.send('GET', '/Users?count=1')).status === 401,
    'the gateway knows that the token is revoked',
    soon,
  );
  const from = '127.0.0.77';
  expect(await asks(gateways[0] ?? '', account.token, from)).toBe(401);

  const query = `q=${encodeURIComponent(`code:token-revoked address:${from}`)}`;
  const seen = async (of: typeof admin) => (await of.get(`/audit/entries?${query}`)).body.entries as Entry[];
  const refused = await eventually(
    async () => {
      const entries = await seen(admin);
      expect(entries).toHaveLength(1);
      return entries[0];
    },
    'the use of the dead token is in the log of its account',
    soon,
  );
  expect(refused).toMatchObject({
    outcome: 'refused',
    status: 401,
    code: 'token-revoked',
    address: from,
    subject: { kind: 'token', id: account.tokenId },
    sentence: expect.stringContaining('token "Okta", which does not work'),
  });
  expect(refused).not.toHaveProperty('actor'); // anybody may have it
  expect(await seen(outsider)).toEqual([]);
  expect((await outsider.get(`/audit/entries?q=${encodeURIComponent('status:401')}`)).body.entries).toEqual([]);
});

it('a token that is nobody’s is found by an operator with the account that it names, and by nobody of that account (rule 23)', async () => {
  const account = await newAccount();
  const admin = await adminOf(account);
  const claimedAccount = account.slug.replaceAll(/[^a-z0-9]/g, '').slice(0, 12);
  const from = '127.0.0.78';
  expect(await asks(gateways[0] ?? '', formerScimToken(claimedAccount), from)).toBe(401);

  const words = ['code:token-unknown', `address:${from}`];
  const found = await eventually(
    async () => {
      const { entries } = (await ops('audit', 'search', 'installation', ...words)) as { entries: Entry[] };
      expect(entries).toHaveLength(1);
      return entries[0];
    },
    'the use of the unknown token is in the log of the installation',
    { within: 20_000, every: 200 },
  );
  expect(found).toMatchObject({
    outcome: 'refused',
    detail: { claimedAccount },
    sentence: expect.stringContaining(`names the account "${claimedAccount}", as anybody could write it`),
  });
  expect(found).not.toHaveProperty('actor');
  const seen = await admin.get(`/audit/entries?q=${encodeURIComponent(words.join(' '))}`);
  expect(seen.body.entries).toEqual([]);
  expect((await admin.get(`/audit/requests/${found?.requestId}`)).status).toBe(404);
});

/** A process of another container has no priority that could be seen here. */
const processes = stackFile.services.filter(({ container }) => container === undefined);

it.runIf(process.platform === 'linux' && processes.length > 0)(
  'audit-service gives way to the services whose answers somebody waits for',
  () => {
    const priorities = (name: string) =>
      processes.filter((each) => each.name.startsWith(name)).map(({ pid }) => getPriority(pid));
    expect(new Set(priorities('audit-service'))).toEqual(new Set([niceness]));
    expect(Math.max(...priorities('user-service'), ...priorities('scim-gateway'))).toBeLessThan(niceness);
  },
);
