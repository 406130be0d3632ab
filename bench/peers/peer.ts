import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort, nodeBinary, OwnedProcess, type EmbeddedPostgres } from '@rollcall/local-servers';
import { Client } from 'pg';
import { startOwnStack } from '../own-stack.ts';
import type { Stack } from '../scim-client.ts';

/** A SCIM server that is measured. */
export interface Peer {
  readonly name: string;
  /** What a reader must know before the figures are compared. */
  readonly omits: string;
  readonly scim: Pick<Stack, 'scimUrl' | 'scimToken'>;
  stop(): Promise<void>;
}

interface PeerPlan {
  /** Of its folder beside this file, which holds the pinned packages and the server. */
  readonly folder: string;
  readonly package: string;
  readonly omits: string;
  readonly database: boolean;
}

export const peerPlans: readonly PeerPlan[] = [
  {
    folder: 'jackson',
    package: '@boxyhq/saml-jackson',
    omits:
      'one process; durable in PostgreSQL, as rows of keys and JSON without transactions over several of them; checks no address, zone or type; two creations at the same moment make two people; groups are answered without members; no events but a callback',
    database: true,
  },
  {
    folder: 'better-auth',
    package: '@better-auth/scim',
    omits:
      'one process; durable in PostgreSQL, one transaction per request; people and direct members; keeps a part of the attributes; takes no password; no events but callbacks',
    database: true,
  },
  {
    folder: 'scimmy',
    package: 'scimmy',
    omits:
      'one process; in memory, gone when it ends: storage is left to its user, and this one is two maps; checks the form only; a password is kept as it came',
    database: false,
  },
];

const timeoutMs = 120_000;
const source = import.meta.dirname;

/** Rollcall itself, on a stack of its own. */
export async function startRollcall(root: string): Promise<Peer> {
  const own = await startOwnStack(root);
  const omits =
    'eight processes: two gateways, four services, Kafka and PostgreSQL; an answer is a committed fact, with its event';
  return { name: 'Rollcall', omits, scim: own.stack, stop: () => own.stop() };
}

/**
 * Installs a peer in a folder of its own under `.local/peers`, and starts it. Peers with a database share the given server
 * (fsync on), each with a database of its own.
 */
export async function startPeer(root: string, plan: PeerPlan, postgres: EmbeddedPostgres): Promise<Peer> {
  const folder = resolve(root, '.local/peers', plan.folder);
  const version = await install(folder, plan);
  const env: Record<string, string> = { PORT: String(await freePort()), NODE_ENV: 'production' };
  if (plan.database) env['DATABASE_URL'] = await newDatabase(postgres, `peer_${plan.folder.replace('-', '_')}`);
  const child = new OwnedProcess({
    name: plan.package,
    command: nodeBinary,
    args: [join(folder, 'server.mjs')],
    cwd: folder,
    env,
  });
  child.start();
  const line = await child.line(/^ready /, timeoutMs);
  const scim = JSON.parse(line.slice('ready '.length)) as Peer['scim'];
  return { name: `${plan.package} ${version}`, omits: plan.omits, scim, stop: () => child.stop() };
}

async function install(target: string, { folder, package: name }: PeerPlan): Promise<string> {
  await mkdir(target, { recursive: true });
  for (const file of ['package.json', 'server.mjs']) await cp(join(source, folder, file), join(target, file));
  console.error(`installing ${name} in ${target}`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
    cwd: target,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const manifest = await readFile(join(target, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function newDatabase(postgres: EmbeddedPostgres, name: string): Promise<string> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return postgres.url.replace(/\/postgres$/, `/${name}`);
}
