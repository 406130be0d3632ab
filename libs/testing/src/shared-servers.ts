import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { startKafka, startPostgres } from './own-servers.js';
import type { TestKafka, TestPostgres } from './test-server.js';

/** How a spec file finds the servers of the test run. */
export interface SharedServersTicket {
  /** `GET /kafka` and `GET /postgres` start the server on the first request, and return its address; `GET /prepared` ends when it can. */
  readonly url: string;
  /** Part of the name of each database of this run. */
  readonly runId: string;
  readonly rolePassword: string;
}

export interface SharedServers {
  readonly ticket: SharedServersTicket;
  stop(): Promise<void>;
}

/**
 * One Kafka and one PostgreSQL for a whole test run, each started when a spec file first needs it: a run that needs no
 * database starts none. `KAFKA_BROKERS` and `DATABASE_URL` (an administrator's) name running servers to use instead.
 * @param prepare is begun at once, and makes this machine ready for servers: a spec that starts one itself waits for `GET /prepared`
 */
export async function shareServers(prepare: () => Promise<void>): Promise<SharedServers> {
  const prepared = prepare();
  prepared.catch(() => undefined); // who asks for it is told
  const runId = randomBytes(4).toString('hex');
  let kafka: Promise<TestKafka> | undefined;
  let postgres: Promise<TestPostgres> | undefined;
  const routes: Record<string, () => Promise<object>> = {
    '/prepared': async () => (await prepared, {}),
    '/kafka': async () => {
      await prepared;
      const given = process.env.KAFKA_BROKERS;
      return { brokers: given ? given.split(',') : (await (kafka ??= startKafka())).brokers };
    },
    '/postgres': async () => ({ url: process.env.DATABASE_URL ?? (await (postgres ??= startPostgres())).url }),
  };
  const server = createServer((request, response) => {
    const answer = routes[request.url ?? '']?.() ?? Promise.reject(new Error('no such server'));
    answer.then(
      (place) => response.end(JSON.stringify(place)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    ticket: { url: `http://127.0.0.1:${port}`, runId, rolePassword: randomBytes(12).toString('hex') },
    stop: async () => {
      await new Promise((done) => server.close(done));
      await prepared.catch(() => undefined);
      if (process.env.DATABASE_URL) await dropDatabases(process.env.DATABASE_URL, runId);
      await Promise.all([kafka?.then((it) => it.remove()), postgres?.then((it) => it.remove())]);
    },
  };
}

/** Drops the databases of this run, so that a given server is left as it was. */
async function dropDatabases(adminUrl: string, runId: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [
    `%${runId}%`,
  ]);
  for (const { datname } of rows) {
    await client.query(`ALTER DATABASE ${datname} IS_TEMPLATE false`);
    await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  }
  const roles = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname LIKE $1', [
    `%${runId}%`,
  ]);
  for (const { rolname } of roles.rows) await client.query(`DROP ROLE ${rolname}`);
  await client.end();
}
