import { untilDone } from './load.ts';
import type { Requests } from './requests.ts';
import { ScimClient, type Stack } from './scim-client.ts';

const creations = 1_000;
const rounds = 5;

/** Prints how long 1,000 creations take in one bulk request and one by one, in turns, the median of some rounds. */
export async function measureBulk(stack: Stack, requests: Requests): Promise<void> {
  const client = new ScimClient(stack, 32);
  const ways = {
    'in one bulk request': () => requests.createMany(client, creations),
    'by 32 callers': () => untilDone(32, creations, (n) => requests.create(client, n)),
    'by one caller': () => untilDone(1, creations, (n) => requests.create(client, n)),
  };
  const seconds = new Map(Object.keys(ways).map((way) => [way, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [way, run] of Object.entries(ways)) {
      const began = performance.now();
      await run();
      seconds.get(way)?.push((performance.now() - began) / 1_000);
    }
  }
  await client.close();
  console.log(`\n${creations.toLocaleString('en')} creations, seconds:`);
  for (const [way, all] of seconds) {
    const median = all.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
    console.log(`  ${way}: ${median.toFixed(2)}`);
  }
}
