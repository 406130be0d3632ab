import { digestOf, TokenQueries } from '@rollcall/contracts';
import { InternalHttpClient } from '@rollcall/service-kit';
import { say } from './progress.ts';
import { ProgramFailed, runToEnd } from './run-to-end.ts';
import type { DemoAccount } from './stack-file.ts';

/** ops-cli's exit codes: a rule refused the command; the services were not reached; the outcome is unknown. */
const refused = 1;
const worthAnotherTry: readonly (number | null)[] = [3, 4];

const opsCli = 'ops-cli';

type Ops = (args: readonly string[], input?: string) => Promise<string>;

type Names = Pick<DemoAccount, 'accountSlug' | 'adminEmail'>;

/** `demo`, then `demo-2` and so on. */
function demo(n: number): Names {
  const accountSlug = n === 1 ? 'demo' : `demo-${n}`;
  return { accountSlug, adminEmail: `admin@${accountSlug}.example` };
}

const maxAccounts = 20;

/**
 * The account, its admin and a SCIM token: those of the last start if they still work, else new ones. A person who
 * tried the demo may have deactivated its admin. Then the next account is created, so that there is always a working
 * one.
 */
export async function demoAccount(
  opsEnv: Readonly<Record<string, string>>,
  adminPassword: string,
  former: DemoAccount | undefined,
): Promise<DemoAccount> {
  if (former?.scimToken && (await works(opsEnv, former.scimToken))) {
    const { accountSlug, adminEmail, scimToken } = former;
    return { accountSlug, adminEmail, adminPassword, scimToken };
  }
  const ops: Ops = (args, input) => retryWhileUnavailable(() => runToEnd(opsCli, args, opsEnv, input));
  for (let n = 1; ; n += 1) {
    const names = demo(n);
    await ensureAccount(ops, names, adminPassword);
    try {
      return { ...names, adminPassword, scimToken: await newToken(ops, names) };
    } catch (error) {
      if (!isRefused(error) || n === maxAccounts) throw error;
      say(`${names.adminEmail} may make no token any more: taking another account`);
    }
  }
}

async function ensureAccount(ops: Ops, { accountSlug, adminEmail }: Names, password: string): Promise<void> {
  const admin = ['--admin-email', adminEmail, '--admin-given', 'Ada', '--admin-family', 'Min'];
  const options = ['--slug', accountSlug, '--name', 'Demo', ...admin, '--admin-password-stdin', '--json'];
  try {
    await ops(['account', 'create', ...options], `${password}\n`);
  } catch (error) {
    if (!isRefused(error) || !error.message.includes(`slug "${accountSlug}" belongs`)) throw error;
  }
}

async function newToken(ops: Ops, { accountSlug, adminEmail }: Names): Promise<string> {
  const made = await ops(['token', 'create', accountSlug, '--admin', adminEmail, '--name', 'Okta (demo)', '--json']);
  return (JSON.parse(made) as { secret: string }).secret;
}

const isRefused = (error: unknown): error is ProgramFailed => error instanceof ProgramFailed && error.code === refused;

/** Retries while services are unavailable: they may have just started on a busy machine. Repeating is safe. */
async function retryWhileUnavailable<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (tries === 4 || !(error instanceof ProgramFailed) || !worthAnotherTry.includes(error.code)) throw error;
    }
  }
}

/** Asks token-service whether a token of a former start works: it may have been revoked, or its database removed. */
async function works(opsEnv: Readonly<Record<string, string>>, token: string): Promise<boolean> {
  const env = { ...process.env, ...opsEnv };
  const client = new InternalHttpClient({
    service: 'token-service',
    urls: (env.TOKEN_SERVICE_URL ?? '').split(','),
    caller: 'ops-cli',
    secret: env.INTERNAL_SECRET ?? '',
    timeoutMs: 30_000,
  });
  try {
    return (await client.ask(TokenQueries.check, { digest: digestOf(token) })).works;
  } finally {
    await client.close();
  }
}
