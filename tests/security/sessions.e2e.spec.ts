import { readFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt, type Account } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl, folder } = await stack();
const { adminOf, join } = workspaceAt(workspaceUrl);

const env = JSON.parse(await readFile(path(folder, 'env.json'), 'utf8')) as Record<string, string>;
const database = new Client({ connectionString: env['USER_SERVICE_MIGRATION_DATABASE_URL'] });
await database.connect();
afterAll(() => database.end());

/** As if so many minutes had passed for all sessions of an account. */
async function pass(account: Account, minutes: number): Promise<void> {
  const sql = `UPDATE sessions SET confirmed_at = confirmed_at - make_interval(mins => $2),
      last_used_at = last_used_at - make_interval(mins => $2) WHERE account_id = $1`;
  await database.query(sql, [account.id, minutes]);
}

const works = async (session: WorkspaceSession) => (await session.get('/me')).status === 200;

interface Listed {
  readonly id: string;
  readonly current: boolean;
}

const listed = async (session: WorkspaceSession, at = '/me/sessions') => {
  const { status, body } = await session.get(at);
  expect(status).toBe(200);
  return body.items as Listed[];
};

describe('the sessions of a person', () => {
  it('are at most twenty: the oldest end', async () => {
    const account = await newAccount();
    const oldest = await adminOf(account);
    const others = await Promise.all(Array.from({ length: 20 }, () => adminOf(account)));
    expect(await works(oldest)).toBe(false);
    expect((await Promise.all(others.map(works))).every(Boolean)).toBe(true);
    expect(await listed(others[0] ?? oldest)).toHaveLength(20);
  });

  it('are seen and ended by the person, and by an admin', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const bea = await join(account, admin, `bea@${account.slug}.example`, 'member');
    const [second, third] = [await adminOf(account), await adminOf(account)];
    const mine = await listed(admin);
    expect(mine.map(({ current }) => current)).toEqual([false, false, true]);
    const [ofThird] = mine;
    expect((await admin.send('DELETE', `/me/sessions/${ofThird?.id}`)).status).toBe(204);
    expect((await admin.send('DELETE', `/me/sessions/${ofThird?.id}`)).status).toBe(404);
    expect([await works(third), await works(second)]).toEqual([false, true]);
    expect((await admin.send('DELETE', '/me/sessions')).body).toEqual({ ended: 1 });
    expect([await works(second), await works(admin)]).toEqual([false, true]);
    expect(await listed(admin, `/users/${bea.id}/sessions`)).toMatchObject([{ current: false }]);
    expect((await bea.session.get(`/users/${account.adminId}/sessions`)).status).toBe(403);
    const outsider = await adminOf(await newAccount());
    expect((await outsider.send('DELETE', `/users/${bea.id}/sessions`)).status).toBe(404);
    expect(await works(bea.session)).toBe(true);
    expect((await admin.send('DELETE', `/users/${bea.id}/sessions`)).body).toEqual({ ended: 1 });
    expect(await works(bea.session)).toBe(false);
  });

  it('end when the address to sign in with changes', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const bea = await join(account, admin, `bea@${account.slug}.example`, 'member');
    expect((await admin.patch(`/users/${bea.id}`, { userName: `bee@${account.slug}.example` })).status).toBe(200);
    expect(await works(bea.session)).toBe(false);
  });

  it('end after half an hour without use, and requests in the background are no use', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    await pass(account, 29);
    const inBackground = await admin.send('GET', '/me', undefined, { 'rollcall-background': 'true' });
    expect(inBackground.status).toBe(200);
    await pass(account, 2);
    expect(await works(admin)).toBe(false);
  });

  it('need the password again for what could hand the account over, ten minutes after it was given', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const makeToken = () => admin.post('/scim/tokens', { name: 'Okta' });
    expect((await makeToken()).status).toBe(201);
    const former = await join(account, admin, 'former@example.com', 'admin');
    const setActive = (active: boolean) => admin.patch(`/users/${former.id}`, { active });
    expect((await setActive(false)).status).toBe(200);
    await pass(account, 11);
    expect((await setActive(true)).body).toMatchObject({ status: 403, code: 'confirmation-needed' });
    expect((await makeToken()).body).toMatchObject({ status: 403, code: 'confirmation-needed' });
    expect((await admin.patch('/scim/settings', { settings: { lastAdminGuard: 'off' } })).status).toBe(403);
    const confirm = (password: string) => admin.send('POST', '/session/confirm', { password });
    expect((await confirm('a wrong guess')).body).toMatchObject({ status: 403, code: 'confirmation-failed' });
    expect((await confirm(account.adminPassword)).status).toBe(200);
    expect((await makeToken()).status).toBe(201);
    expect((await setActive(true)).status).toBe(200);
  });
});
