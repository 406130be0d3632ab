import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { docker } from '@rollcall/local-servers';
import type { TopicAdmin } from '@rollcall/messaging';
import { Client } from 'pg';
import type { StackFile } from './stack.js';

/** Everything that is on the topics, headers and values, as text. */
export async function dumpTopics(admin: TopicAdmin, only?: string): Promise<string> {
  const topics = (await admin.topics()).filter((name) => only === undefined || name === only);
  const lines: string[] = [];
  const { ended } = await admin.watch(
    topics,
    ({ key, value, headers }) => lines.push(`${String(key)} ${JSON.stringify(headers)} ${String(value)}`),
    { from: 'beginning', untilEnd: true },
  );
  await ended;
  return lines.join('\n');
}

/** The owner's URL of each service's database. */
export function databasesIn(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, url]) => (name.endsWith('_MIGRATION_DATABASE_URL') ? [url] : []));
}

/** A row of audit-service, which notes what happens late, and each request; also an entry that it is about to publish. */
export const isOfAuditLog = (line: string): boolean =>
  /^outbox .*"topic":"rollcall\.audit\.entries"|^(entries|read_entries|sources|audit_logs|account_days|audit_streams|account_terms|due_strikes|last_versions|leaf_runs|grown_logs|log_tiles|log_statements) /.test(
    line,
  );

/** Every row of every table of every service, as text; only those that have `about` in it, where it is given. */
export async function dumpDatabases(env: Readonly<Record<string, string>>, about = ''): Promise<string> {
  const lines: string[] = [];
  for (const connectionString of databasesIn(env)) {
    const client = new Client({ connectionString });
    await client.connect();
    const tables = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables.rows) {
      const rows = await client.query<{ row: string }>(
        `SELECT row FROM "${name}" t, LATERAL (SELECT row_to_json(t)::text AS row) WHERE strpos(row, $1) > 0`,
        [about],
      );
      lines.push(...rows.rows.map(({ row }) => `${name} ${row}`));
    }
    await client.end();
  }
  return lines.join('\n');
}

/** What all services have logged. */
export async function dumpLogs(folder: string, { services }: StackFile): Promise<string> {
  const inContainers = services.flatMap(({ container }) => container ?? []);
  if (inContainers.length > 0) return inContainers.map((name) => docker(['logs', name], 60_000).output).join('\n');
  const files = await readdir(folder);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}
