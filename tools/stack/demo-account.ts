import { ProgramFailed, runToEnd } from './run-to-end.ts';
import type { StackFile } from './stack-file.ts';

export type DemoAccount = Pick<StackFile, 'accountSlug' | 'adminEmail' | 'adminPassword' | 'scimToken'>;

const accountSlug = 'demo';
const adminEmail = 'admin@demo.example';

/** The account, its admin and a SCIM token: of the last start where they still work, else new ones. */
export async function demoAccount(
  opsEnv: Readonly<Record<string, string>>,
  scimUrl: string,
  adminPassword: string,
  formerToken: string | undefined,
): Promise<DemoAccount> {
  const ops = (args: readonly string[], input?: string) => runToEnd('apps/ops-cli/dist/main.js', args, opsEnv, input);
  if (!(await accountExists(ops))) await createAccount(ops, adminPassword);
  const known = { accountSlug, adminEmail, adminPassword };
  if (formerToken && (await works(scimUrl, formerToken))) return { ...known, scimToken: formerToken };
  const made = await ops(['token', 'create', accountSlug, '--admin', adminEmail, '--name', 'Okta (demo)', '--json']);
  return { ...known, scimToken: (JSON.parse(made) as { secret: string }).secret };
}

type Ops = (args: readonly string[], input?: string) => Promise<string>;

async function accountExists(ops: Ops): Promise<boolean> {
  try {
    await ops(['account', 'show', accountSlug, '--json']);
    return true;
  } catch (error) {
    if (error instanceof ProgramFailed && error.message.includes('account')) return false;
    throw error;
  }
}

async function createAccount(ops: Ops, password: string): Promise<void> {
  const admin = ['--admin-email', adminEmail, '--admin-given', 'Ada', '--admin-family', 'Min'];
  const options = ['--slug', accountSlug, '--name', 'Demo', ...admin, '--admin-password-stdin', '--json'];
  await ops(['account', 'create', ...options], `${password}\n`);
}

/** A token of a former start may have been revoked, or its database removed. */
async function works(scimUrl: string, token: string): Promise<boolean> {
  const response = await fetch(`${scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200 && response.status !== 401) throw new Error(`the gateway answered ${response.status}`);
  return response.ok;
}
