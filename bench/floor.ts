import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseOf } from './databases.ts';
import { brokerFloor } from './floor/broker.ts';
import { databaseFloor } from './floor/database.ts';
import { hashFloor } from './floor/hash.ts';
import { httpFloor } from './floor/http.ts';
import type { Measured } from './load.ts';
import type { Stack } from './scim-client.ts';

const together = 100;

/** Measures each underlying part alone, on the same machine in the same run, and prints the results. */
export async function printFloors(
  stack: Stack,
  folder: string,
  callers: readonly number[],
  seconds: number,
): Promise<void> {
  console.log('\nThe parts alone:\n\n| what | callers | per second | p50 ms | p99 ms |\n|---|---|---|---|---|');
  for (const [each, measured] of await httpFloor(callers, seconds))
    line('HTTP, a server that does nothing', each, measured);
  for (const [each, measured] of await brokerFloor(administratorOf(stack, folder), callers, seconds))
    line('command and reply over the broker', each, measured);
  const database = await databaseOf(folder, 'USER_SERVICE');
  try {
    const rows = await databaseFloor(database, together, seconds);
    console.log(`| creations in the database, ${together} in a transaction, one connection | | ${count(rows)} | | |`);
  } finally {
    await database.end();
  }
  console.log(`| password hashes | | ${count(await hashFloor(seconds))} | | |`);
}

/** The settings with which topics can be made on the stack's broker. */
function administratorOf({ kafkaBrokers }: Stack, folder: string): Record<string, string> {
  const { admin = {} } = JSON.parse(readFileSync(join(folder, 'callers.json'), 'utf8')) as Logins;
  return { ...admin, KAFKA_BROKERS: kafkaBrokers.join() };
}

type Logins = Partial<Record<string, Record<string, string>>>;

function line(what: string, callers: number, { perSecond, p50Ms, p99Ms }: Measured): void {
  console.log(`| ${[what, callers, count(perSecond), p50Ms.toFixed(2), p99Ms.toFixed(2)].join(' | ')} |`);
}

const count = (perSecond: number) => Math.round(perSecond).toLocaleString('en');
