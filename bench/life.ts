// `npm run bench:life`: where the time of one request goes. It starts a stack of its own and removes it afterwards.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EmbeddedPostgres } from '@rollcall/local-servers';
import { startSpanCollector } from '@rollcall/testing';
import { costsOf, printCosts } from './life/costs.ts';
import { printLives, printWhole, type Answered } from './life/lives.ts';
import { countStatements, type CountedStatement } from './life/statements.ts';
import { startOwnStack, wholeShare } from './own-stack.ts';
import { Requests, type Request } from './requests.ts';
import { ScimClient, type Stack } from './scim-client.ts';
import { warmUp } from './warm-up.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    'warm-up': { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`npm run bench:life -- [options]

What one creation, one PATCH of a title, one look-up by userName and one read by id consist of, with one caller: the stages until the answer of a
write and what comes after it, from spans; the statements that PostgreSQL has for each, from pg_stat_statements; and what each costs every process: CPU,
calls that read and write files and sockets with their bytes, wake-ups of threads, time of the garbage collector. Linux only. Nothing else should be busy on the machine.

  --count N     how many of each (default 1000)
  --warm-up N   seconds before the first, for the compilers (default 20)
`);
  process.exit(0);
}

/** Spans leave a process every five seconds. */
const spansLeaveMs = 7_000;

const folder = await mkdtemp(join(tmpdir(), 'rollcall-life-'));
const postgres = await EmbeddedPostgres.start({ folder: join(folder, 'postgres'), password: 'bench' });
const statements = await countStatements(postgres);
const collector = await startSpanCollector();
const own = await startOwnStack(resolve(import.meta.dirname, '..'), {
  ...wholeShare,
  DATABASE_URL: postgres.url,
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
});
try {
  const requests = new Requests();
  await warmUp(own.stack, requests, Number(options['warm-up']));
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, one caller\n`);
  const [pid = ''] = readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
  const kafka = own.stack.servers
    .filter(({ name }) => name === 'kafka')
    .map((server) => ({ name: server.name, pid: server.pid }));
  const processes = [...own.stack.services, ...kafka, { name: 'postgresql', pid: Number(pid) }];
  for (const [name, request, print] of [
    ['creation', requests.create, printLives],
    ['PATCH of a title', requests.changeTitle, printLives],
    ['look-up by userName', requests.lookUp, printWhole],
    ['read by id', requests.get, printWhole],
  ] as const) {
    await sleep(spansLeaveMs);
    collector.spans.length = 0;
    await statements.reset();
    const before = await costsOf(processes);
    const answered = await oneAfterTheOther(own.stack, request, Number(options.count));
    const [counted, after] = [await statements.read(), await costsOf(processes)];
    await sleep(spansLeaveMs);
    print(name, answered, collector.spans);
    printStatements(counted, answered.length);
    printCosts(before, after, answered.length);
  }
} finally {
  await own.stop();
  await statements.close();
  await postgres.stop();
  await collector.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

async function oneAfterTheOther(stack: Stack, request: Request, count: number): Promise<Answered[]> {
  const client = new ScimClient(stack, 1);
  const answered: Answered[] = [];
  for (let n = 0; n < count; n += 1) {
    const began = performance.now();
    await request(client, n);
    answered.push({ tookUs: (performance.now() - began) * 1_000 });
  }
  await client.close();
  return answered;
}

function printStatements(counted: readonly CountedStatement[], requests: number): void {
  console.log(`\n| statements of | each | planning, µs | execution, µs |\n|---|---|---|---|`);
  for (const { database, calls, planUs, execUs } of counted) {
    const per = (sum: number) => (sum / requests).toFixed(sum / requests < 10 ? 2 : 0);
    console.log(`| ${[database, per(calls), per(planUs), per(execUs)].join(' | ')} |`);
  }
  console.log();
}
