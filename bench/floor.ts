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

/**
 * Measures each underlying part alone, on the same machine in the same run, and prints the results; and what one creation alone takes at
 * least, where these follow each other: the floor under the p50 of one caller's creation.
 */
export async function printFloors(
  stack: Stack,
  folder: string,
  callers: readonly number[],
  seconds: number,
): Promise<void> {
  console.log('\nThe parts alone:\n\n| what | callers | per second | p50 ms | p99 ms |\n|---|---|---|---|---|');
  const http = await httpFloor(callers, seconds);
  for (const [each, measured] of http) line('HTTP, a server that does nothing', each, measured);
  const broker = await brokerFloor(administratorOf(stack, folder), callers, seconds);
  for (const [each, measured] of broker) line('command and reply over the broker', each, measured);
  const database = await databaseOf(folder, 'USER_SERVICE');
  try {
    const [many, one] = [await databaseFloor(database, together, seconds), await databaseFloor(database, 1, seconds)];
    for (const [size, { perSecond, p50Ms }] of [
      [together, many],
      [1, one],
    ] as const)
      console.log(
        `| creations in the database, ${size} in a transaction, one connection | | ${count(perSecond)} | ${p50Ms.toFixed(2)} | |`,
      );
    const floorMs = (http.get(1)?.p50Ms ?? Number.NaN) + (broker.get(1)?.p50Ms ?? Number.NaN) + one.p50Ms;
    if (callers.includes(1))
      console.log(`| HTTP, then command and reply, then a creation in a transaction | 1 | | ${floorMs.toFixed(2)} | |`);
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
