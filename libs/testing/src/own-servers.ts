import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerOffers, EmbeddedKafka, EmbeddedPostgres, images, type EmbeddedServer } from '@rollcall/local-servers';
import { kafkaContainer, postgresContainer } from './container-server.js';
import type { TestKafka, TestPostgres, TestServer } from './test-server.js';

/**
 * A broker for one spec: in Docker where there is an engine, else embedded. It asks for no login: specs make up topics,
 * groups and callers, and each would need rules of its own. What logins and rules allow is tried where they are the
 * product's: in libs/messaging/test/access.int.spec.ts, and on the broker of `npm start`.
 */
export async function startKafka(): Promise<TestKafka> {
  if (dockerOffers(images.kafka).yes) return kafkaContainer();
  const folder = await runFolder('kafka');
  const kafka = await EmbeddedKafka.start({ folder, fastStart: true });
  return { brokers: kafka.brokers, ...controls(kafka, folder) };
}

/** A PostgreSQL for one spec: in Docker where there is an engine, else embedded. */
export async function startPostgres(): Promise<TestPostgres> {
  if (dockerOffers(images.postgres).yes) return postgresContainer();
  const folder = await runFolder('postgres');
  const postgres = await EmbeddedPostgres.start({ folder, password: 'test' });
  return { url: postgres.url, ...controls(postgres, folder) };
}

async function runFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `rollcall-test-${name}-`));
  await chmod(folder, 0o755); // PostgreSQL's own account must be able to enter
  return folder;
}

function controls(server: EmbeddedServer, folder: string): TestServer {
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return {
    stop: () => server.stop(),
    kill: () => server.kill(),
    restart: () => server.restart(),
    suspend: () => server.suspend(),
    resume: () => server.resume(),
    remove: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
