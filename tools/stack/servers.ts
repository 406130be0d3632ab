import { join } from 'node:path';
import { dockerOffers, EmbeddedKafka, EmbeddedPostgres, images } from '@rollcall/testing';
import { composeServer } from './compose.ts';
import { onPort } from './ports.ts';
import { say } from './progress.ts';
import type { Secrets } from './secrets.ts';
import type { Supervised } from './supervisor.ts';

/** PostgreSQL or Kafka, wherever it runs. */
export interface FoundServer {
  readonly name: 'postgresql' | 'kafka';
  readonly url: string;
  /** Absent where the server was given: it is not ours to restart or stop. */
  readonly supervised?: Supervised;
}

/** The administrator's URL of `DATABASE_URL`; else Docker; else embedded. Resolves when it takes connections. */
export async function findPostgres(directory: string, secrets: Secrets): Promise<FoundServer & { adminUrl: string }> {
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
      const env = { ROLLCALL_POSTGRES_PORT: String(port), ROLLCALL_POSTGRES_PASSWORD: password };
      const supervised = await composeServer({ name, service: 'postgres', project: secrets.composeProject, env });
      return { name, url, adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, supervised };
    }
    say(`PostgreSQL: ${offer.why}, so it runs embedded, on port ${port}`);
    const server = await EmbeddedPostgres.start({ directory: join(directory, 'postgres'), port, password });
    return { name, url, adminUrl: server.url, supervised: named(name, server) };
  });
}

/** The brokers of `KAFKA_BROKERS`; else Docker; else embedded. Resolves when it takes requests. */
export async function findKafka(directory: string, secrets: Secrets): Promise<FoundServer & { brokers: string[] }> {
  const name = 'kafka';
  const given = process.env.KAFKA_BROKERS;
  if (given) {
    say(`Kafka: using KAFKA_BROKERS (${given})`);
    return { name, url: given, brokers: given.split(',') };
  }
  return onPort('ROLLCALL_KAFKA_PORT', 29_092, async (port) => {
    const url = `127.0.0.1:${port}`;
    const offer = dockerOffers(images.kafka);
    if (offer.yes) {
      say(`Kafka: starting ${images.kafka} in Docker on port ${port}`);
      const env = { ROLLCALL_KAFKA_PORT: String(port) };
      const supervised = await composeServer({ name, service: 'kafka', project: secrets.composeProject, env });
      return { name, url, brokers: [url], supervised };
    }
    say(`Kafka: ${offer.why}, so it runs embedded, on port ${port} (the first time its jars are fetched by Maven)`);
    const server = await EmbeddedKafka.start({ directory: join(directory, 'kafka'), port });
    return { name, url, brokers: server.brokers, supervised: named(name, server) };
  });
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
