import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** Connects to the database of a service of a stack, as the owner of its tables. `folder` is the stack's. */
export async function databaseOf(folder: string, service: 'USER_SERVICE' | 'TEAM_SERVICE'): Promise<Client> {
  const env = JSON.parse(readFileSync(join(folder, 'env.json'), 'utf8')) as Record<string, string>;
  const client = new Client({ connectionString: env[`${service}_MIGRATION_DATABASE_URL`] });
  // When a benchmark fails, its stack stops before the failure is reported. The broken connection must not hide that
  // failure.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
