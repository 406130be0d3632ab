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
  'scimGatewayCaller',
  'workspaceGatewayCaller',
  'teamServiceCaller',
  'tokenServiceCaller',
  'opsCliCaller',
  /**
   * The passwords of the broker itself, of the principal that creates topics and ACLs, and of each part of the product.
   */
  'brokerKafka',
  'adminKafka',
  'userServiceKafka',
  'teamServiceKafka',
  'tokenServiceKafka',
  'scimGatewayKafka',
  'workspaceGatewayKafka',
  'opsCliKafka',
  'tokenPepper',
  'setupSecret',
  'demoAdminPassword',
  /** The prefix of this stack's containers and volumes: each directory has its own. */
  'composeProject',
] as const;

export type Secrets = Readonly<Record<(typeof names)[number], string>>;

/** Secrets become part of URLs, lists and JAAS files, so they have no characters that are special in one of these. */
const usable = /^[\w.~-]{16,200}$/;

/**
 * The secrets of a directory, generated once and kept, because the databases and the digests of tokens depend on them.
 * Variables such as `ROLLCALL_SECRET_POSTGRES_ADMIN` take precedence.
 * @throws Error naming the variables that have unusable values, without the values
 */
export async function loadSecrets(
  directory: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Secrets> {
  const known = (await readWhole<Partial<Secrets>>(fileIn(directory))) ?? {};
  const secrets = Object.fromEntries(
    names.map((name) => [name, given(name, env) ?? known[name] ?? randomBytes(24).toString('hex')]),
  ) as unknown as Secrets; // fromEntries loses the names' types
  await writeWhole(fileIn(directory), secrets);
  return secrets;
}

/**
 * Reads the secrets that `loadSecrets` generated.
 * @throws Error where it has not run
 */
export async function readSecrets(directory: string): Promise<Secrets> {
  const secrets = await readWhole<Secrets>(fileIn(directory));
  if (!secrets) throw new Error(`${fileIn(directory)} is not there`);
  return secrets;
}

const fileIn = (directory: string) => join(directory, 'secrets.json');

function given(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const variable = `ROLLCALL_SECRET_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
  const value = env[variable];
  if (value === undefined || value === '') return undefined;
  if (!usable.test(value)) throw new Error(`${variable} must have 16 to 200 letters, digits, ".", "_", "~" or "-"`);
  return value;
}
