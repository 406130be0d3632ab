import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programOf } from '@rollcall/local-servers';
import type { Client } from 'pg';
import { databaseOf } from '../databases.ts';
import { newUser, type Stack } from '../scim-client.ts';
import { seedUsers } from '../seed-users.ts';
import { Sender } from './sender.ts';

const run = promisify(execFile);

export interface StackFile extends Stack {
  readonly workspaceUrl: string;
  readonly adminEmail: string;
  readonly adminPassword: string;
}

export interface Account {
  readonly slug: string;
  readonly token: string;
}

export type World = Awaited<ReturnType<typeof openNeighbours>>;

/** Opens a running stack with two accounts: A, which is made for this, and B, the stack's own. */
export async function openNeighbours(root: string, folder: string) {
  const stack = stackIn(folder);
  const users = await databaseOf(folder, 'USER_SERVICE');
  const heavy = await newAccount(root, folder);
  return {
    root,
    folder,
    scimUrl: stack.scimUrl,
    workspaceUrl: stack.workspaceUrl,
    /** A, which does its worst. */
    heavy,
    /** B, which does what it always does. */
    usual: {
      slug: stack.accountSlug,
      token: stack.scimToken,
      adminEmail: stack.adminEmail,
      adminPassword: stack.adminPassword,
    },
    users,
    /** The processes as they are now: one that was restarted has another id. */
    processes: () => stackIn(folder),
    close: () => users.end(),
  };
}

export const stackIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8')) as StackFile;

/** Makes an account with a token. */
export async function newAccount(root: string, folder: string): Promise<Account> {
  const slug = `heavy-${Date.now().toString(36)}`;
  const admin = `admin@${slug}.example`;
  const env = JSON.parse(readFileSync(join(folder, 'env.json'), 'utf8')) as Record<string, string>;
  const ops = async (...args: string[]) => {
    const program = programOf('ops-cli', root);
    const { stdout } = await run(process.execPath, [program, ...args, '--json'], { env: { ...process.env, ...env } });
    return JSON.parse(stdout) as { secret: string };
  };
  const names = ['--admin-email', admin, '--admin-given', 'Ada', '--admin-family', 'Min'];
  await ops('account', 'create', '--slug', slug, '--name', slug, ...names);
  const { secret } = await ops('token', 'create', slug, '--admin', admin, '--name', 'bench');
  return { slug, token: secret };
}

/** The ids of `count` people of an account, copied from one that is created over SCIM. */
export async function peopleIn(
  { scimUrl, users }: { readonly scimUrl: string; readonly users: Client },
  { slug, token }: Account,
  count: number,
): Promise<string[]> {
  const sender = new Sender(scimUrl, token, 1);
  await sender.send('POST', '/Users', newUser(`bench-${Date.now().toString(36)}@${slug}.example`));
  await sender.close();
  await seedUsers(users, slug, count);
  const { rows } = await users.query<{ id: string }>(
    `SELECT u.id FROM users u JOIN accounts a ON a.id = u.account_id
      WHERE a.slug = $1 AND u.user_name_key LIKE 'seeded-%' ORDER BY u.id LIMIT $2`,
    [slug, count],
  );
  return rows.map(({ id }) => id);
}
