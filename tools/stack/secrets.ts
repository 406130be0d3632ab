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
  /** Of the broker itself, of who makes topics and rules, and of each part of the product. */
  'brokerKafka',
  'adminKafka',
  'userServiceKafka',
  'teamServiceKafka',
  'tokenServiceKafka',
  'scimGatewayKafka',
  'workspaceGatewayKafka',
  'opsCliKafka',
  'tokenPepper',
  'demoAdminPassword',
  /** Names this stack's containers and volumes: another directory gets others. */
  'composeProject',
] as const;

export type Secrets = Readonly<Record<(typeof names)[number], string>>;

/** They stand in URLs, lists and JAAS files: nothing that one of these would read as its own. */
const usable = /^[\w.~-]{16,200}$/;

/**
 * Made once per directory and kept: the databases and the tokens' digests depend on them. What the environment gives, as
 * `ROLLCALL_SECRET_POSTGRES_ADMIN` and so on, goes first.
 * @throws Error naming what the environment gives and cannot be used, without its value
 */
export async function loadSecrets(
  directory: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Secrets> {
  const known = (await readWhole<Partial<Secrets>>(fileIn(directory))) ?? {};
  const secrets = Object.fromEntries(
    names.map((name) => [name, given(name, env) ?? known[name] ?? randomBytes(24).toString('hex')]),
  ) as unknown as Secrets; // fromEntries forgets which names it was given
  await writeWhole(fileIn(directory), secrets);
  return secrets;
}

/** What `loadSecrets` has made. @throws Error where it has not run. */
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
