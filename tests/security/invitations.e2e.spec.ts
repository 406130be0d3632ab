import { readFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { password, workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, folder } = await stack();
const { adminOf, nobody, signIn } = workspaceAt(workspaceUrl);

const env = JSON.parse(await readFile(path(folder, 'env.json'), 'utf8')) as Record<string, string>;
const database = new Client({ connectionString: env['USER_SERVICE_MIGRATION_DATABASE_URL'] });
await database.connect();
afterAll(() => database.end());

it('an invitation that is sent again makes no link for whom something has changed since: that needs a confirmed session', async () => {
  const account = await newAccount();
  const admin = await adminOf(account);
  const userName = `bea@${account.slug}.example`;
  const { body: pushed } = await account.scim.create(userName);
  expect((await account.scim.send('DELETE', `/Users/${pushed.id}`)).status).toBe(204);
  const [key, invitation] = [uuidv7(), { userName, givenName: 'Bea', familyName: 'Min' }];
  const first = await admin.post('/users', invitation, key);
  expect([first.status, first.body.user.id]).toEqual([201, pushed.id]);
  // Whose first answer got lost gets a link by the second one.
  const { status, body } = await admin.post('/users', invitation, key);
  expect(status).toBe(201);
  expect((await nobody.post('/passwords', { link: body.link.text, password })).status).toBe(204);
  expect((await admin.patch(`/users/${pushed.id}`, { userType: 'admin' })).status).toBe(200);
  const bea = await signIn(account, userName, password);
  await database.query(`UPDATE sessions SET confirmed_at = now() - interval '1 day' WHERE account_id = $1`, [
    account.id,
  ]);
  expect((await admin.post(`/users/${pushed.id}/password-link`)).body.code).toBe('confirmation-needed');
  const again = await admin.post('/users', invitation, key);
  expect([again.status, again.body.code]).toEqual([409, 'secret-shown']);
  expect((await bea.get('/me')).body.user.userType).toBe('admin');
});
