import { ProgramFailed, runToEnd } from './run-to-end.ts';
import type { StackFile } from './stack-file.ts';

export type DemoAccount = Pick<StackFile, 'accountSlug' | 'adminEmail' | 'adminPassword' | 'scimToken'>;

const accountSlug = 'demo';
const adminEmail = 'admin@demo.example';

/** ops-cli's exit codes: a rule said no; not reached; everything or nothing has happened. */
const refused = 1;
const worthAnotherTry: readonly (number | null)[] = [3, 4];

/** The account, its admin and a SCIM token: of the last start where they still work, else new ones. */
export async function demoAccount(
  opsEnv: Readonly<Record<string, string>>,
  scimUrl: string,
  adminPassword: string,
  formerToken: string | undefined,
): Promise<DemoAccount> {
  const known = { accountSlug, adminEmail, adminPassword };
  if (formerToken && (await works(scimUrl, formerToken))) return { ...known, scimToken: formerToken };
  const ops = (args: readonly string[], input?: string) => patiently(() => runToEnd(opsCli, args, opsEnv, input));
  await ensureAccount(ops, adminPassword);
  const made = await ops(['token', 'create', accountSlug, '--admin', adminEmail, '--name', 'Okta (demo)', '--json']);
  return { ...known, scimToken: (JSON.parse(made) as { secret: string }).secret };
}

const opsCli = 'apps/ops-cli/dist/main.js';

async function ensureAccount(ops: (args: readonly string[], input?: string) => Promise<string>, password: string) {
  const admin = ['--admin-email', adminEmail, '--admin-given', 'Ada', '--admin-family', 'Min'];
  const options = ['--slug', accountSlug, '--name', 'Demo', ...admin, '--admin-password-stdin', '--json'];
  try {
    await ops(['account', 'create', ...options], `${password}\n`);
  } catch (error) {
    const isThere =
      error instanceof ProgramFailed && error.code === refused && /slug "demo" belongs/.test(error.message);
    if (!isThere) throw error;
  }
}

/** Services that have just started on a busy machine may need another moment. Repeating is safe. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (tries === 4 || !(error instanceof ProgramFailed) || !worthAnotherTry.includes(error.code)) throw error;
    }
  }
}

/** A token of a former start may have been revoked, or its database removed. 429: the gateway does not know yet. */
async function works(scimUrl: string, token: string): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
    if (response.ok || response.status === 401) return response.ok;
    if (tries === 10) throw new Error(`the gateway answered ${response.status}: ${await response.text()}`);
    await new Promise((done) => setTimeout(done, 1_000));
  }
}
