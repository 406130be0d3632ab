// `npm run bench:audit`: how fast audit-service reads topics from their beginning, and how long pages of a large log
// take. It starts a Kafka and a PostgreSQL of its own and removes them afterwards.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbeddedKafka, EmbeddedPostgres } from '@rollcall/local-servers';
import { createKafka, TopicAdmin } from '@rollcall/messaging';
import { createReadDataSource, ensureDatabase, migrateService, readerMigrations } from '@rollcall/persistence';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { allEntities } from '../apps/audit-service/dist/persistence/entities/audit-entities.js';
import { auditGrants, auditMigrations } from '../apps/audit-service/dist/persistence/migrations/audit-migrations.js';
import { fillLog, makePastDays, type OwnerQuery } from '../apps/audit-service/test/support/filled-log.ts';
import { replayTopics, topicsOfReplay } from './audit/replay.ts';
import { measurePages } from './audit/pages.ts';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '200000' },
    entries: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '60' },
  },
});
const [records, count, days, rounds] = [options.records, options.entries, options.days, options.rounds].map(Number) as [
  number,
  number,
  number,
  number,
];
const quiet = { error: console.error, warn: () => undefined, info: () => undefined, debug: () => undefined };

const folder = await mkdtemp(join(tmpdir(), 'rollcall-audit-bench-'));
await chmod(folder, 0o755); // PostgreSQL's own account must be able to enter
const [kafka, postgres] = await Promise.all([
  EmbeddedKafka.start({ folder: join(folder, 'kafka') }),
  EmbeddedPostgres.start({ folder: join(folder, 'postgres'), password: 'bench' }),
]);
try {
  const { migrationUrl: ddlUrl, appUrl } = await ensureDatabase(postgres.url, {
    database: 'audit',
    ownerRole: 'audit_owner',
    appRole: 'audit_app',
    passwords: { owner: 'owner', app: 'app' },
  });
  await migrateService({
    ddlUrl,
    appRole: 'audit_app',
    migrations: auditMigrations,
    shared: readerMigrations,
    grants: auditGrants,
  });
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n`);
  const client = createKafka({ brokers: kafka.brokers, clientId: 'bench-audit' }, quiet);
  await new TopicAdmin(client).ensureTopics(topicsOfReplay);
  await replayTopics({ client, appUrl, records, logger: quiet });
  await pages(ddlUrl, appUrl);
} finally {
  await Promise.allSettled([kafka.stop(), postgres.stop()]);
  await rm(folder, { recursive: true, force: true });
}

/** Fills the log of an account beside that of a smaller one, and prints how long its pages take. */
async function pages(ddlUrl: string, appUrl: string): Promise<void> {
  const owner = new Client({ connectionString: ddlUrl });
  owner.on('error', () => undefined); // the next query on it rejects
  await owner.connect();
  const query: OwnerQuery = (sql, values) => owner.query(sql, [...(values ?? [])]);
  const accountId = uuidv7();
  await makePastDays(query, days);
  await fillLog(query, { accountId, count, days });
  await fillLog(query, { accountId: uuidv7(), count: Math.ceil(count / 10), days });
  const { rows } = await owner.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(inhrelid)) AS bytes FROM pg_inherits WHERE inhparent = 'entries'::regclass`,
  );
  console.log(
    `\n${count.toLocaleString('en')} entries over ${days} days; ${perEntry(rows[0]?.bytes)} bytes an entry on disk\n`,
  );
  await owner.end();
  const reads = await createReadDataSource({ name: 'bench-audit', url: appUrl, entities: allEntities });
  await measurePages({ reads, accountId, count, rounds });
  await reads.destroy();
}

/** What both logs and the replay's take on disk, by entry. */
function perEntry(bytes = '0'): number {
  return Math.round(Number(bytes) / (count * 1.1 + records));
}
