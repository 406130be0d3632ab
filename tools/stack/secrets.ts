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
  'tokenPepper',
  'demoAdminPassword',
  /** Names this stack's containers and volumes: another directory gets others. */
  'composeProject',
] as const;

export type Secrets = Readonly<Record<(typeof names)[number], string>>;

/** Made once per directory and kept: the databases and the tokens' digests depend on them. */
export async function loadSecrets(directory: string): Promise<Secrets> {
  const file = join(directory, 'secrets.json');
  const known = (await readWhole<Partial<Secrets>>(file)) ?? {};
  const secrets = Object.fromEntries(
    names.map((name) => [name, known[name] ?? randomBytes(24).toString('hex')]),
  ) as unknown as Secrets; // fromEntries forgets which names it was given
  await writeWhole(file, secrets);
  return secrets;
}
