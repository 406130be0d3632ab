import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** A connection to the database of a service of a stack, as the owner of its tables. `directory` is the stack's. */
export async function databaseOf(directory: string, service: 'USER_SERVICE' | 'TEAM_SERVICE'): Promise<Client> {
  const env = JSON.parse(readFileSync(join(directory, 'env.json'), 'utf8')) as Record<string, string>;
  const client = new Client({ connectionString: env[`${service}_MIGRATION_DATABASE_URL`] });
  // A failure ends the stack first, and is told afterwards: that the database went with it is not the failure.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
