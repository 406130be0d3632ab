import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readWhole, writeWhole } from './files.ts';

const names = [
  'postgresAdmin',
  'userServiceOwner',
  'userServiceApp',
  'teamServiceOwner',
  'teamServiceApp',
  'tokenServiceOwner',
  'tokenServiceApp',
  'auditServiceOwner',
  'auditServiceApp',
  'scimGatewayCaller',
  'workspaceGatewayCaller',
  'userServiceCaller',
  'teamServiceCaller',
  'tokenServiceCaller',
  'auditServiceCaller',
  'opsCliCaller',
  /**
   * The passwords of the broker itself, of the principal that creates topics and ACLs, and of each part of the product.
   */
  'brokerKafka',
  'adminKafka',
  'userServiceKafka',
  'teamServiceKafka',
  'tokenServiceKafka',
  'auditServiceKafka',
  'scimGatewayKafka',
  'workspaceGatewayKafka',
  'opsCliKafka',
  'tokenPepper',
  'tokenSigningKey',
  'auditCursorKey',
  /** What the key is made from that signs the audit log. */
  'auditLogSigning',
  /** What the key is made from that opens password hashes. */
  'passwordSealing',
  /** Seals the secrets of webhooks. */
  'webhookKey',
  /** Seals the secrets of streams of the audit log. */
  'auditStreamKey',
  'setupSecret',
  'demoAdminPassword',
  /** The prefix of this stack's containers and volumes: each folder has its own. */
  'composeProject',
] as const;

/** Secrets of which the one before the current is kept, so that what was made with it goes on working. */
const replaceable = ['tokenPepper', 'tokenSigningKey', 'webhookKey', 'auditStreamKey', 'auditLogSigning'] as const;

type PreviousSecrets = Partial<Record<`${(typeof replaceable)[number]}Previous`, string>>;

export type Secrets = Readonly<Record<(typeof names)[number], string> & PreviousSecrets>;

/** Secrets become part of URLs, lists and JAAS files, so they have no characters that are special in one of these. */
const usable = /^[\w.~-]{16,200}$/;

/**
 * The secrets of a folder, generated once and kept, because the databases and the digests of tokens depend on them.
 * Variables such as `ROLLCALL_SECRET_POSTGRES_ADMIN` take precedence. Where one replaces the pepper or the signing key of
 * tokens, the former one stays beside it, until `ROLLCALL_SECRET_TOKEN_PEPPER_PREVIOUS=none` removes it.
 * @throws Error naming the variables that have unusable values, without the values
 */
export async function loadSecrets(
  folder: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Secrets> {
  const known = (await readWhole<Partial<Secrets>>(fileIn(folder))) ?? {};
  const secrets = Object.fromEntries(
    names.map((name) => [name, given(name, env) ?? known[name] ?? randomBytes(24).toString('hex')]),
  ) as unknown as Secrets; // fromEntries loses the names' types
  const all = { ...secrets, ...previousSecrets(secrets, known, env) };
  await writeWhole(fileIn(folder), all);
  return all;
}

/**
 * Reads the secrets that `loadSecrets` generated.
 * @throws Error where it has not run
 */
export async function readSecrets(folder: string): Promise<Secrets> {
  const secrets = await readWhole<Secrets>(fileIn(folder));
  if (!secrets) throw new Error(`${fileIn(folder)} is not there`);
  return secrets;
}

function previousSecrets(
  secrets: Secrets,
  known: Partial<Secrets>,
  env: Readonly<Record<string, string | undefined>>,
): PreviousSecrets {
  const kept: PreviousSecrets = {};
  for (const name of replaceable) {
    const previous = `${name}Previous` as const;
    const isReplaced = known[name] !== undefined && known[name] !== secrets[name];
    const isRemoved = env[variableOf(previous)] === 'none';
    const value = isReplaced ? known[name] : isRemoved ? undefined : (given(previous, env) ?? known[previous]);
    if (value !== undefined) kept[previous] = value;
  }
  return kept;
}

const fileIn = (folder: string) => join(folder, 'secrets.json');

function given(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const variable = variableOf(name);
  const value = env[variable];
  if (value === undefined || value === '') return undefined;
  if (!usable.test(value)) throw new Error(`${variable} must have 16 to 200 letters, digits, ".", "_", "~" or "-"`);
  return value;
}

const variableOf = (name: string) => `ROLLCALL_SECRET_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
