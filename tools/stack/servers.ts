import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dockerOffers, EmbeddedKafka, EmbeddedPostgres, images, prepareKafka } from '@rollcall/local-servers';
import { composeServer } from './compose.ts';
import { kafkaPasswords } from './credentials.ts';
import { onPort } from './ports.ts';
import { say } from './progress.ts';
import type { ReaderPasswords } from './readers.ts';
import type { Secrets } from './secrets.ts';
import { writeServerFile } from './server-files.ts';
import type { Supervised } from './supervisor.ts';

/** PostgreSQL or Kafka, wherever it runs. */
export interface FoundServer {
  readonly name: 'postgresql' | 'kafka';
  readonly url: string;
  /** Absent where the server was given: this stack must not restart or stop it. */
  readonly supervised?: Supervised;
}

/**
 * Finds PostgreSQL: the administrator's URL of `DATABASE_URL`; else Docker; else embedded. Resolves when it accepts
 * connections.
 */
export async function findPostgres(folder: string, secrets: Secrets): Promise<FoundServer & { adminUrl: string }> {
  const name = 'postgresql';
  const given = process.env.DATABASE_URL;
  if (given) {
    const place = new URL(given);
    say(`PostgreSQL: using DATABASE_URL (${place.host})`);
    return { name, url: `postgres://${place.host}`, adminUrl: given };
  }
  return onPort('ROLLCALL_POSTGRES_PORT', 25_432, async (port) => {
    const url = `postgres://127.0.0.1:${port}`;
    const password = secrets.postgresAdmin;
    const offer = dockerOffers(images.postgres);
    if (offer.yes) {
      say(`PostgreSQL: starting ${images.postgres} in Docker on port ${port}`);
      const supervised = await inDocker('postgres', folder, { secrets, readers: {} }, port);
      return { name, url, adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, supervised };
    }
    say(`PostgreSQL: ${offer.why}, so it runs embedded, on port ${port}`);
    const server = await EmbeddedPostgres.start({ folder: join(folder, 'postgres'), port, password });
    return { name, url, adminUrl: server.url, supervised: named(name, server) };
  });
}

interface FoundKafka extends FoundServer {
  readonly brokers: string[];
  /** Whether it requires login as one of the product's principals, and checks ACLs. */
  readonly guarded: boolean;
}

/** Finds Kafka: the brokers of `KAFKA_BROKERS`; else Docker; else embedded. Resolves when it accepts requests. */
export async function findKafka(folder: string, secrets: Secrets, readers: ReaderPasswords): Promise<FoundKafka> {
  const name = 'kafka';
  const given = process.env.KAFKA_BROKERS;
  if (given) {
    say(`Kafka: using KAFKA_BROKERS (${given}): who can write to its topics is for its own access rules to say`);
    return { name, url: given, brokers: given.split(','), guarded: false };
  }
  return onPort('ROLLCALL_KAFKA_PORT', 29_092, async (port) => {
    const url = `127.0.0.1:${port}`;
    const offer = dockerOffers(images.kafka);
    if (offer.yes) {
      say(`Kafka: starting ${images.kafka} in Docker on port ${port}`);
      const supervised = await inDocker('kafka', folder, { secrets, readers }, port);
      return { name, url, brokers: [url], guarded: true, supervised };
    }
    say(`Kafka: ${offer.why}, so it runs embedded, on port ${port} (the first time its jars are fetched by Maven)`);
    const logins = {
      users: { ...kafkaPasswords(secrets), ...readers },
      broker: 'broker',
      administrators: ['broker', 'admin'],
    };
    await prepareKafka();
    const fastStart = process.env.ROLLCALL_KAFKA_FAST_START === 'yes';
    const server = await EmbeddedKafka.start({ folder: join(folder, 'kafka'), port, logins, fastStart });
    return { name, url, brokers: server.brokers, guarded: true, supervised: named(name, server) };
  });
}

/** Starts a server of docker-compose.yml, with the files that its container mounts from this folder. */
async function inDocker(
  service: 'postgres' | 'kafka',
  folder: string,
  passwords: Parameters<typeof writeServerFile>[2],
  port: number,
) {
  // Only this user can enter the outer folder, since the files in it are readable for all users.
  await mkdir(join(folder, 'compose'), { recursive: true, mode: 0o700 });
  const files = join(folder, 'compose', service);
  await writeServerFile(service, files, passwords);
  const variable = `ROLLCALL_${service.toUpperCase()}`;
  const env = { [`${variable}_PORT`]: String(port), [`${variable}_SECRETS`]: files };
  const name = service === 'postgres' ? 'postgresql' : service;
  return composeServer({ name, service, project: passwords.secrets.composeProject, env });
}

function named(name: string, server: EmbeddedKafka | EmbeddedPostgres): Supervised {
  return {
    name,
    get pid() {
      return server.pid;
    },
    get ended() {
      return server.ended;
    },
    get outcome() {
      return server.outcome;
    },
    restart: () => server.restart(),
    stop: () => server.stop(),
  };
}
