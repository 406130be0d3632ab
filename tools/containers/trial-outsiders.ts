import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Topics } from '@rollcall/contracts';
import { nodeBinary } from '@rollcall/local-servers';
import { Client } from 'pg';
import type { StackFile } from '../stack/stack-file.ts';
import { containers, run } from './compose.ts';

const { userCommands, teamCommands, tokenCommands, userEvents, teamEvents, tokenEvents } = Topics;
const { scimRequests, workspaceRequests, operatorRecords } = Topics;
const records = [scimRequests, workspaceRequests, operatorRecords];
const { auditEntries } = Topics;
const commands = [userCommands, teamCommands, tokenCommands];

/**
 * The topics that each container must not write. The list is hand-written: the broker's ACLs are derived from
 * libs/contracts, and this list tests the result.
 */
const forbidden: Readonly<Record<string, readonly string[]>> = {
  'user-service': [...commands, teamEvents, ...records, auditEntries],
  'team-service': [...commands, userEvents, ...records, auditEntries],
  'token-service': [...commands, userEvents, ...records, auditEntries],
  'audit-service': [...commands, userEvents, teamEvents, tokenEvents, ...records],
  'scim-gateway': [
    tokenCommands,
    userEvents,
    teamEvents,
    tokenEvents,
    workspaceRequests,
    operatorRecords,
    auditEntries,
  ],
  'workspace-gateway': [userEvents, teamEvents, tokenEvents, scimRequests, operatorRecords, auditEntries],
};

const intruder = join(import.meta.dirname, 'trial-intruder.ts');
type Answers = Readonly<Record<string, string>>;

/** The broker's answers to the principal of a container, from inside it. */
function answersInside(container: string, topics: readonly string[]): Answers {
  const node = ['node', '--env-file=/run/rollcall/settings.env', '--input-type=module-typescript', '-', ...topics];
  return JSON.parse(run(['exec', '-i', container, ...node], readFileSync(intruder, 'utf8'))) as Answers;
}

/** The broker's answer to a program on this machine. */
function answersHere(topic: string, env: Readonly<Record<string, string>>): string | undefined {
  const { stdout, stderr } = spawnSync(nodeBinary, [intruder, topic], { encoding: 'utf8', env });
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as Answers)[topic];
}

/** @throws Error naming which access was not denied */
export async function outsidersAreKeptOut({ kafkaBrokers }: StackFile): Promise<string> {
  let tries = 0;
  const must = (holds: boolean, problem: string) => {
    tries += 1;
    if (!holds) throw new Error(problem);
  };
  for (const [service, topics] of Object.entries(forbidden)) {
    const { Name } = containers().find(({ Service }) => Service === service) ?? {};
    if (Name === undefined) throw new Error(`no container of ${service} runs`);
    for (const [topic, said] of Object.entries(answersInside(Name, topics)))
      must(said === 'not authorized', `${service} writes to ${topic}: ${said}`);
    if (service !== 'scim-gateway') continue;
    const own = answersInside(Name, [scimRequests])[scimRequests];
    must(own === 'taken', `scim-gateway does not write request records: ${own}`);
  }
  const here = { KAFKA_BROKERS: kafkaBrokers.join() };
  const wrong = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'scim-gateway', KAFKA_SASL_PASSWORD: 'wrong' };
  must(answersHere(userCommands, here) !== 'taken', 'nobody writes user commands');
  must(answersHere(userCommands, { ...here, ...wrong }) !== 'taken', 'a wrong password writes user commands');
  const [own, others] = [await databaseOf('user-service'), await databaseOf('user-service', 'team-service')];
  must(await opens(own), "user-service's role does not read its own");
  must(!(await opens(own, 'CREATE TABLE x (a int)')), "user-service's role changes tables");
  must(!(await opens(others)), "user-service's role reads the teams");
  return `${tries} tries`;
}

/** The URL of one service's role in another service's database. */
async function databaseOf(service: string, ofService = service): Promise<string> {
  const file = join(process.env.ROLLCALL_LOCAL ?? '.local', 'env.json');
  const env = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  const name = (app: string) => app.replaceAll('-', '_');
  const url = new URL(env[`${name(service).toUpperCase()}_DATABASE_URL`] ?? '');
  url.pathname = `/rollcall_${name(ofService)}`;
  return url.href;
}

async function opens(connectionString: string, query = 'SELECT count(*) FROM outbox'): Promise<boolean> {
  const client = new Client({ connectionString });
  try {
    await client.connect();
    await client.query(query);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
