// `npm run bench:audit`: how fast audit-service reads topics from their beginning, and how long pages of a large log
// take. It starts a Kafka and a PostgreSQL of its own and removes them afterwards. With `--live`: what the log does beside a load. With
// `--dropped-days`: what it does to those who add that days are dropped.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbeddedKafka, EmbeddedPostgres } from '@rollcall/local-servers';
import { createKafka, TopicAdmin } from '@rollcall/messaging';
import {
  createDataSource,
  createReadDataSource,
  ensureDatabase,
  migrateService,
  readerMigrations,
} from '@rollcall/persistence';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { allEntities } from '../apps/audit-service/dist/persistence/entities/audit-entities.js';
import { auditGrants, auditMigrations } from '../apps/audit-service/dist/persistence/migrations/audit-migrations.js';
import { fillLog, makePastDays, type OwnerQuery } from '../apps/audit-service/test/support/filled-log.ts';
import { measureDroppedDays } from './audit/dropped-days.ts';
import { measureBusy, measureLive } from './audit/live.ts';
import { replayTopics, topicsOfReplay } from './audit/replay.ts';
import { measurePages } from './audit/pages.ts';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '200000' },
    entries: { type: 'string', default: '10000000' },
    days: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '60' },
    live: { type: 'boolean', default: false },
    busy: { type: 'boolean', default: false },
    'dropped-days': { type: 'string' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '500' },
    turns: { type: 'string', default: '6' },
    callers: { type: 'string', default: '64' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`npm run bench:audit -- [options]

How fast audit-service reads topics from their beginning (--records N, default 200000), and how long pages of a large log take
(--entries N, default 10000000, some 7 GB and a quarter of an hour, over --days N, --rounds N). With --live instead, on whole stacks of its own: how soon what happens is found,
how long the log takes to catch up after a burst, and what it costs creations and a stack at rest.

  --dropped-days N    drops N days of --entries N each while entries are added: how long that takes, and how long adding
                      takes meanwhile; and nothing else
  --live              measures that, and nothing else: some ten minutes
  --busy              the last of it alone: what the log costs creations
  --seconds N         how long each figure of it takes (default 60)
  --rate N            writes a second while it is measured when each is found (default 500)
  --callers N         at full load (default 64)
  --turns N           creations with the log and without, in turns: half of them on stacks of which the other one was started first (default 6)
`);
  process.exit(0);
}
if (options.live || options.busy) {
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`);
  const [seconds, rate, rounds, callers] = [options.seconds, options.rate, options.turns, options.callers].map(
    Number,
  ) as [number, number, number, number];
  const measureIt = options.busy ? measureBusy : measureLive;
  await measureIt(join(import.meta.dirname, '..'), { seconds, rate, rounds, callers });
  process.exit(0);
}
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
  if (options['dropped-days'] === undefined) await replayAndPages(ddlUrl, appUrl);
  else await droppedDays(ddlUrl, appUrl, Number(options['dropped-days']));
} finally {
  await Promise.allSettled([kafka.stop(), postgres.stop()]);
  await rm(folder, { recursive: true, force: true });
}

async function replayAndPages(ddlUrl: string, appUrl: string): Promise<void> {
  const client = createKafka({ brokers: kafka.brokers, clientId: 'bench-audit' }, quiet);
  await new TopicAdmin(client).ensureTopics(topicsOfReplay);
  const servers = [
    { name: 'PostgreSQL', pid: postgres.pid ?? 0 },
    { name: 'Kafka', pid: kafka.pid ?? 0 },
  ];
  await replayTopics({ client, appUrl, records, logger: quiet, servers });
  if (count > 0) await pages(ddlUrl, appUrl);
}

async function asOwner(ddlUrl: string, act: (query: OwnerQuery, owner: Client) => Promise<void>): Promise<void> {
  const owner = new Client({ connectionString: ddlUrl });
  owner.on('error', () => undefined); // the next query on it rejects
  await owner.connect();
  await act((sql, values) => owner.query(sql, [...(values ?? [])]), owner);
  await owner.end();
}

async function droppedDays(ddlUrl: string, appUrl: string, dropped: number): Promise<void> {
  const dataSource = await createDataSource({ name: 'bench-audit', url: appUrl });
  await asOwner(ddlUrl, (owner) => measureDroppedDays({ dataSource, owner, count, days: dropped }));
  await dataSource.destroy();
}

/** Fills the log of an account beside that of a smaller one, and prints how long its pages take. */
async function pages(ddlUrl: string, appUrl: string): Promise<void> {
  const accountId = uuidv7();
  await asOwner(ddlUrl, async (query, owner) => {
    await makePastDays(query, days);
    await fillLog(query, { accountId, count, days });
    await fillLog(query, { accountId: uuidv7(), count: Math.ceil(count / 10), days });
    const { rows } = await owner.query<{ bytes: string }>(
      `SELECT sum(pg_total_relation_size(inhrelid)) AS bytes FROM pg_inherits WHERE inhparent = 'entries'::regclass`,
    );
    const bytes = `${perEntry(rows[0]?.bytes)} bytes an entry on disk`;
    console.log(`\n${count.toLocaleString('en')} entries over ${days} days; ${bytes}\n`);
  });
  const reads = await createReadDataSource({ name: 'bench-audit', url: appUrl, entities: allEntities });
  await measurePages({ reads, accountId, count, rounds });
  await reads.destroy();
}

/** What both logs and the replay's take on disk, by entry. */
function perEntry(bytes = '0'): number {
  return Math.round(Number(bytes) / (count * 1.1 + records));
}
