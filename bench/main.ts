// `npm run bench`: how many requests about users Rollcall serves per second, how long one takes, and what it costs each
// process.
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureAtSize } from './at-size.ts';
import { measureBulk } from './bulk.ts';
import { compare } from './compare.ts';
import { printFloors } from './floor.ts';
import { readOptions, usage, type BenchOptions } from './options.ts';
import { readStack, startOwnStack } from './own-stack.ts';
import { usageOf } from './processes.ts';
import { Requests } from './requests.ts';
import { measure, printRow, rowsHead } from './row.ts';
import type { Stack } from './scim-client.ts';
import { warmUp } from './warm-up.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Each core hashes one password at a time: more callers would only wait. */
const callersWithPasswords = 16;

async function measureAll(stack: Stack, folder: string, options: BenchOptions): Promise<void> {
  const { callers, seconds, only } = options;
  const requests = new Requests();
  await warmUp(stack, requests, options.warmUp);
  console.log(`\n${rowsHead}`);
  if (only.has('requests')) await measureRequests(stack, requests, options);
  if (only.has('bulk')) await measureBulk(stack, requests);
  const sizes = only.has('sizes') || only.has('searches') ? options.sizes : [];
  for (const size of sizes) await measureAtSize(stack, folder, size, options);
  console.log('\nMemory now (RSS):');
  for (const [name, { rssBytes }] of usageOf([...stack.services, ...stack.servers])) {
    console.log(`  ${name}: ${Math.round(rssBytes / 1_048_576)} MB`);
  }
  if (only.has('floors')) await printFloors(stack, folder, callers, seconds);
}

async function measureRequests(stack: Stack, requests: Requests, { callers, seconds }: BenchOptions): Promise<void> {
  const kinds = { create: requests.create, 'PATCH title': requests.changeTitle, 'GET by id': requests.get };
  for (const [name, request] of Object.entries(kinds)) {
    for (const each of callers) printRow(name, each, await measure(stack, each, seconds, request));
  }
  printRow(
    'create, with a password',
    callersWithPasswords,
    await measure(stack, callersWithPasswords, seconds, requests.createWithPassword),
  );
}

async function run(options: BenchOptions): Promise<void> {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  console.log(
    `${machine}, Node ${process.version}, commit ${commit}, ${options.seconds} s per row, ${new Date().toISOString()}`,
  );
  if (options.compare !== undefined) return compare(root, options.compare, options);
  if (options.stack !== undefined) {
    return measureAll(await readStack(options.stack), dirname(options.stack), options);
  }
  const own = await startOwnStack(root);
  try {
    await measureAll(own.stack, own.folder, options);
  } finally {
    await own.stop();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await run(options);
  process.exit(0);
} catch (error) {
  console.error(`npm run bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
