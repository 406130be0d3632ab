import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Topics } from '@rollcall/contracts';
import { createKafka, kafkaSettingsOf, kafkaSettingsSpec } from '@rollcall/messaging';
import { readSettings } from '@rollcall/service-kit';
import { Client } from 'pg';
import { databasePlans, kafkaPasswords } from '../stack/credentials.ts';
import type { Secrets } from '../stack/secrets.ts';
import type { StackFile } from '../stack/stack-file.ts';
import { containers, fileOf, run } from './compose.ts';

interface Inspected {
  readonly Config: { readonly User: string; readonly Env: readonly string[] };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
  };
}

/** Kafka's start script writes its settings beside its volumes. */
const writable = ['kafka'];

/** What the engine itself says about the containers that run. @throws Error naming the first that is open */
export function lockedUp(): string {
  const all = JSON.parse(fileOf('secrets', '/secrets/all/secrets.json')) as Secrets;
  const secrets = Object.values(all);
  const running = containers();
  for (const { Name, Service } of running) {
    const [found] = JSON.parse(run(['inspect', Name])) as Inspected[];
    const must = (holds: boolean | undefined, what: string) => {
      if (!holds) throw new Error(`${Name} ${what}`);
    };
    const inside = (...command: string[]) => run(['exec', Name, ...command]);
    must(found?.HostConfig.CapDrop?.includes('ALL'), 'keeps capabilities');
    must(found?.HostConfig.SecurityOpt?.includes('no-new-privileges:true'), 'may gain privileges');
    must(found?.HostConfig.ReadonlyRootfs || writable.includes(Service), 'may write to its root');
    must(inside('id', '-u') !== '0', 'runs as root');
    must(/CapEff:\s+0+\n/.test(inside('cat', '/proc/1/status')), 'has capabilities');
    const shown = JSON.stringify(found) + run(['logs', Name]);
    if (Service in kafkaPasswords(all)) {
      const foreign = foreignTo(Service, all);
      const known = inside('cat', '/run/rollcall/settings.env');
      must(known.includes(kafkaPasswords(all)[Service] ?? ''), 'does not know its own password');
      must(!foreign.some((secret) => known.includes(secret)), 'knows a password that is not for it');
    }
    must(!secrets.some((secret) => shown.includes(secret)), 'shows a secret to who inspects it or reads its log');
  }
  return `${running.length} containers`;
}

/** What a service must not know: administrators' passwords, owners' of tables, and those of other principals. */
function foreignTo(service: string, secrets: Secrets): string[] {
  const { [service]: _own, ...principals } = kafkaPasswords(secrets);
  return [
    secrets.postgresAdmin,
    ...databasePlans(secrets).map(({ owner }) => owner.password),
    ...Object.values(principals),
  ];
}

const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** @throws Error naming who got where he must not */
export async function strangersAreKeptOut(stack: StackFile): Promise<string> {
  const secrets = JSON.parse(fileOf('secrets', '/secrets/all/secrets.json')) as Secrets;
  const passwords = kafkaPasswords(secrets);
  const writes = async (topic: string, username?: string, password = passwords[username ?? '']) => {
    const login =
      username === undefined
        ? {}
        : { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password };
    const env = { KAFKA_BROKERS: stack.kafkaBrokers.join(','), ...login };
    const kafka = createKafka({ ...kafkaSettingsOf(readSettings(kafkaSettingsSpec, env)), clientId: 'trial' }, quiet);
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    try {
      await producer.connect();
      await producer.send({ topic, acks: -1, messages: [{ key: 'trial', value: '{}' }] });
      return true;
    } catch {
      return false;
    } finally {
      await producer.disconnect();
    }
  };
  const tries: [boolean, string, Promise<boolean>][] = [
    [false, 'nobody writes user commands', writes(Topics.userCommands)],
    [false, 'a wrong password writes user commands', writes(Topics.userCommands, 'scim-gateway', 'wrong')],
    [false, 'team-service writes user commands', writes(Topics.userCommands, 'team-service')],
    [false, 'scim-gateway writes token commands', writes(Topics.tokenCommands, 'scim-gateway')],
    [false, 'scim-gateway writes user events', writes(Topics.userEvents, 'scim-gateway')],
    [true, 'scim-gateway does not write request records', writes(Topics.scimRequests, 'scim-gateway')],
    [false, "user-service's role reads the teams", opens(await databaseOf('user-service', 'team-service'))],
    [false, "user-service's role changes tables", opens(await databaseOf('user-service'), 'CREATE TABLE x (a int)')],
    [true, "user-service's role does not read its own", opens(await databaseOf('user-service'))],
  ];
  for (const [wanted, what, outcome] of tries) if ((await outcome) !== wanted) throw new Error(what);
  return `${tries.length} tries`;
}

/** The URL of a service's role, in another's database. */
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
