import { databaseOf } from './databases.ts';
import { diskOf } from './disk.ts';
import { untilDone } from './load.ts';
import type { BenchOptions } from './options.ts';
import { usageOf } from './processes.ts';
import { Requests } from './requests.ts';
import { measure, printRow } from './row.ts';
import { ScimClient, type Stack } from './scim-client.ts';
import { measureSearches } from './searches.ts';
import { seededName, seedUsers } from './seed-users.ts';

const creations = 10_000;
const creators = 64;

/** Seeds the account up to a size, and prints what reads and creations cost at that size. */
export async function measureAtSize(
  stack: Stack,
  folder: string,
  size: number,
  { callers, seconds, only }: Pick<BenchOptions, 'callers' | 'seconds' | 'only'>,
): Promise<void> {
  const users = await databaseOf(folder, 'USER_SERVICE');
  const copies = await seedUsers(users, stack.accountSlug, size);
  const requests = new Requests();
  const people = size.toLocaleString('en');
  if (only.has('sizes')) await lists(stack, requests, { size, copies, callers, seconds });
  if (only.has('searches')) await measureSearches(stack, users, people, seconds);
  if (only.has('sizes')) await realCreations(stack, folder, users, requests, people);
  await users.end();
}

async function lists(
  stack: Stack,
  requests: Requests,
  { size, copies, callers, seconds }: Pick<BenchOptions, 'callers' | 'seconds'> & { size: number; copies: number },
): Promise<void> {
  const people = size.toLocaleString('en');
  const anyName = (n: number) => seededName((n * 7_919) % copies);
  for (const each of callers) {
    printRow(
      `look-up by userName, ${people} people`,
      each,
      await measure(stack, each, seconds, requests.lookUpSeeded(anyName)),
    );
  }
  for (const [place, at] of [
    ['first', 1],
    ['last', size - 150],
  ] as const) {
    printRow(`${place} page of 100, ${people} people`, 16, await measure(stack, 16, seconds, requests.page(at)));
  }
}

async function realCreations(
  stack: Stack,
  folder: string,
  users: Awaited<ReturnType<typeof databaseOf>>,
  requests: Requests,
  people: string,
): Promise<void> {
  const client = new ScimClient(stack, creators);
  const processes = [...stack.services, ...stack.servers];
  const [cpu, disk] = [usageOf(processes), await diskOf(folder, users)];
  const took = await untilDone(creators, creations, (n) => requests.create(client, n));
  const [cpuThen, diskThen] = [usageOf(processes), await diskOf(folder, users)];
  await client.close();
  const used = [...cpuThen].map(([name, { cpuSeconds }]) => {
    const ms = ((cpuSeconds - (cpu.get(name)?.cpuSeconds ?? 0)) * 1_000) / creations;
    return `${name} ${ms.toFixed(2)}`;
  });
  const wal = Math.round((diskThen.walBytes - disk.walBytes) / creations);
  const topics =
    disk.topicBytes === undefined || diskThen.topicBytes === undefined
      ? 'not at hand'
      : `${Math.round((diskThen.topicBytes - disk.topicBytes) / creations)} bytes`;
  const rate = Math.round(creations / took).toLocaleString('en');
  const on = `WAL ${wal} bytes, topics ${topics} for each`;
  console.log(
    `| ${creations.toLocaleString('en')} creations, ${people} people: ${on} | ${creators} | ${rate} | | | ${used.join(', ')} |`,
  );
}
