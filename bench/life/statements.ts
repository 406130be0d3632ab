import type { EmbeddedPostgres } from '@rollcall/local-servers';
import { Client } from 'pg';

/** What one database was sent. */
export interface CountedStatement {
  readonly database: string;
  readonly calls: number;
  readonly planUs: number;
  readonly execUs: number;
}

/** Counts what a server is sent from now on, by `pg_stat_statements`; the server is started anew for that. */
export async function countStatements(postgres: EmbeddedPostgres) {
  const setting = await connected(postgres.url);
  await setting.query(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
  await setting.end();
  await postgres.stop();
  await postgres.restart();
  const client = await connected(postgres.url);
  await client.query('CREATE EXTENSION pg_stat_statements');
  await client.query('ALTER SYSTEM SET pg_stat_statements.track_planning = on');
  await client.query('SELECT pg_reload_conf()');
  return {
    reset: () => client.query('SELECT pg_stat_statements_reset()'),
    read: async () => (await client.query<CountedStatement>(counted)).rows,
    close: () => client.end(),
  };
}

const counted = `
  SELECT datname AS database, sum(calls)::float AS calls,
         sum(total_plan_time) * 1000 AS "planUs", sum(total_exec_time) * 1000 AS "execUs"
    FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
   WHERE datname <> 'postgres'
   GROUP BY datname
   ORDER BY sum(total_exec_time) DESC`;

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
