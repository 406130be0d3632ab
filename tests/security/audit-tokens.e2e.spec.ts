import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';
import { WorkspaceSession } from '../support/workspace-session.js';

const { gateways, newAccount, workspaceUrl, ops, dumpTopics, dumpDatabases, dumpLogs } = await stack();
const { adminOf, join } = workspaceAt(workspaceUrl);

/** An account with a second admin, who has made an audit token; and a SIEM that has it. */
async function withReader() {
  const account = await newAccount();
  const ada = await adminOf(account);
  const bea = await join(account, ada, `bea@${account.slug}.example`, 'admin');
  const { status, body } = await bea.session.post('/audit/tokens', { name: 'Our SIEM' });
  expect([status, body.token.state, body.token.hint]).toEqual([201, 'working', expect.stringContaining('audit')]);
  const secret = body.secret as string;
  return { account, ada, bea, secret, id: body.token.id as string, siem: WorkspaceSession.of(workspaceUrl, secret) };
}

interface Sentence {
  readonly sentence: string;
}

/** The newest entry that a search finds, as soon as there is one. */
const newest = (session: WorkspaceSession, query: string) =>
  eventually(async () => {
    const { body } = await session.get(`/audit/entries?${query}`);
    return (body.entries as Sentence[])[0];
  }, `something is found by ${query}`);

describe('an audit token', () => {
  it('reads the log of its account, which tells who has looked (rule 28), and nothing of another one', async () => {
    const { account, ada, siem, id } = await withReader();
    const other = await newAccount();
    await other.scim.create('zoe@other.example');
    const { body: ann } = await account.scim.create('ann@acme.example');
    await eventually(async () => {
      const { status, body } = await siem.get(`/audit/entries?about=${ann.id}`);
      return status === 200 && body.entries.length > 0;
    }, 'the SIEM finds the creation');
    expect((await siem.get(`/audit/entries?about=zoe@other.example`)).body.detail).toMatch(/Nobody of the account/);
    const look = await newest(ada, `log=reads&by=reader&token=${id}`);
    expect(look?.sentence).toBe('A reader of the log (token "Our SIEM") sent GET /api/audit/entries (200).');
    const own = await newest(ada, 'log=reads&by=person');
    expect(own?.sentence).toContain(`${account.adminEmail} sent GET /api/audit/entries`);
  });

  it('opens nothing else, and no SCIM token opens the log', async () => {
    const { account, siem, secret } = await withReader();
    for (const path of ['/me', '/users', '/teams', '/scim/tokens', '/audit/tokens', '/webhooks', '/me/sessions'])
      expect([path, (await siem.get(path)).body.code]).toEqual([path, 'audit-token-elsewhere']);
    expect((await siem.post('/audit/tokens', {})).status).toBe(403);
    expect((await siem.post('/users', { userName: 'eve@acme.example' })).status).toBe(403);
    for (const gateway of gateways)
      expect((await new ScimSession(gateway, secret).send('GET', '/Users')).status).toBe(401);
    const okta = WorkspaceSession.of(workspaceUrl, account.token);
    expect((await okta.get('/audit/entries')).status).toBe(401);
    expect((await account.scim.send('GET', '/Users')).status).toBe(200);
  });

  it('opens nothing from the next request on when it is revoked, and the account sees it tried', async () => {
    const { ada, siem, id } = await withReader();
    expect((await siem.get('/audit/volume')).status).toBe(200);
    expect((await ada.send('DELETE', `/scim/tokens/${id}`)).status).toBe(404);
    expect((await ada.send('DELETE', `/audit/tokens/${id}`)).body).toMatchObject({ id, state: 'revoked' });
    const { status, body } = await siem.get('/audit/volume');
    expect([status, body.code, body.detail]).toEqual([401, 'audit-token-refused', expect.stringContaining('revoked')]);
    const tried = await newest(ada, `about=${id}&status=401`);
    expect(tried?.sentence).toContain('with the token "Our SIEM", which does not work');
  });

  it('dies with the admin who made it, for good (rule 18)', async () => {
    const { ada, bea, siem, id } = await withReader();
    expect((await siem.get('/audit/volume')).status).toBe(200);
    expect((await ada.patch(`/users/${bea.id}`, { userType: 'member' })).status).toBe(200);
    await eventually(async () => (await siem.get('/audit/volume')).status === 401, 'the token is dead', {
      within: 2_000,
    });
    expect((await ada.patch(`/users/${bea.id}`, { userType: 'admin' })).status).toBe(200);
    const { body } = await ada.get('/audit/tokens');
    expect(body.items).toMatchObject([{ id, state: 'creator-not-admin', creator: { id: bea.id } }]);
    expect((await siem.get('/audit/volume')).body.detail).toContain('stopped being an admin');
    const why = await ada.get(`/audit/explain/token?token=${id}`);
    expect(why.body.explanation).toMatchObject({
      verdict: 'revoked-with-its-maker',
      todo: expect.stringMatching(/audit/) as string,
    });
    const notice = await eventually(async () => {
      const { items } = (await ada.get('/notices')).body as {
        items: { kind: string; sentence: string; link: string }[];
      };
      return items.find(({ kind }) => kind === 'token-ended');
    }, 'admins get a notice');
    expect([notice?.sentence, notice?.link]).toEqual([
      expect.stringMatching(/^The audit token "Our SIEM"/),
      '/api/audit/tokens',
    ]);
  });

  it('is no one for a member to make or see, and its secret is nowhere', async () => {
    const { account, ada, siem, secret } = await withReader();
    const { session } = await join(account, ada, `cy@${account.slug}.example`, 'member');
    expect([(await session.post('/audit/tokens', {})).status, (await session.get('/audit/tokens')).status]).toEqual([
      403, 403,
    ]);
    await siem.get('/audit/entries');
    const made = (await ops('token', 'list', account.slug)) as { purpose?: string }[];
    expect(made.map(({ purpose }) => purpose)).toEqual(['audit', undefined]);
    const random = secret.slice('rollcall_audit_'.length, -10);
    for (const dump of [await dumpTopics(), await dumpDatabases(), await dumpLogs()])
      expect(dump).not.toContain(random);
  });
});
