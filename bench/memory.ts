// `npm run bench:memory`: whether the memory of each process stays constant under a steady load. It starts a stack of
// its own and removes it afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { quantile } from './load.ts';
import { startOwnStack } from './own-stack.ts';
import { usageOf } from './processes.ts';
import { Requests } from './requests.ts';
import { ScimClient } from './scim-client.ts';
import { steadily, text } from './steadily.ts';
import { added, group, removed } from './teams/requests.ts';
import { warmUp } from './warm-up.ts';

const usage = `npm run bench:memory -- [--minutes 60] [--per-second 100]

Creations, changes, look-ups, reads, list pages and members in and out, at a steady rate; prints what each process holds, minute by
minute, and ends with 1 when one of ours held more than a fifth more in the last quarter than in the second. The first quarter is for
the caches, which fill up to their limits.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    'per-second': { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [minutes, perSecond] = [Number(values.minutes), Number(values['per-second'])];
const allowedGrowth = 1.2;

const own = await startOwnStack(resolve(import.meta.dirname, '..'));
try {
  const client = new ScimClient(own.stack, 64);
  const requests = new Requests();
  await warmUp(own.stack, requests, 20);
  const members = Array.from({ length: 20 }, (_, n) => requests.idOf(n));
  const { id: team } = JSON.parse(await client.send('POST', '/Groups', 201, group('Everybody else', members))) as {
    id: string;
  };

  /** The mix of an identity provider's requests in an hour, in tenths. */
  const tenths = [
    requests.create,
    requests.lookUp,
    requests.changeTitle,
    requests.get,
    requests.lookUp,
    requests.changeTitle,
    requests.get,
    requests.page(1),
    (_: ScimClient, n: number) => client.send('PATCH', `/Groups/${team}`, 204, added(requests.idOf(n))),
    (_: ScimClient, n: number) => client.send('PATCH', `/Groups/${team}`, 204, removed(requests.idOf(n - 1))),
  ];
  const load = steadily(perSecond, (n) => tenths[n % tenths.length]?.(client, n) ?? Promise.resolve());
  const ours = new Set(own.stack.services.map(({ name }) => name));
  const processes = [...own.stack.services, ...own.stack.servers];
  /** The memory of each process in MB, as the median of each minute. */
  const held = new Map<string, number[]>(processes.map(({ name }) => [name, []]));
  console.log(`| minute | ${[...held.keys()].join(' | ')} |\n|${'---|'.repeat(held.size + 1)}`);
  for (let minute = 1; minute <= minutes; minute += 1) {
    const samples = new Map<string, number[]>();
    for (let sample = 0; sample < 12; sample += 1) {
      await sleep(5_000);
      for (const [name, { rssBytes }] of usageOf(processes)) {
        samples.set(name, [...(samples.get(name) ?? []), rssBytes / 1_048_576]);
      }
    }
    for (const [name, values_] of samples)
      held.get(name)?.push(
        quantile(
          values_.toSorted((a, b) => a - b),
          0.5,
        ),
      );
    console.log(`| ${minute} | ${[...held.values()].map((all) => all.at(-1)?.toFixed(0)).join(' | ')} |`);
  }
  console.log(`\n${text(await load.stop())}`);

  /** The highest minute of a quarter, 1 to 4. */
  const peakIn = (all: readonly number[], quarter: number) =>
    Math.max(...all.slice(Math.floor(((quarter - 1) * all.length) / 4), Math.floor((quarter * all.length) / 4)));
  const grown = [...held].filter(([name, all]) => ours.has(name) && peakIn(all, 4) > peakIn(all, 2) * allowedGrowth);
  for (const [name, all] of held) {
    console.log(
      `${name}: at most ${peakIn(all, 2).toFixed(0)} MB in the second quarter, ${peakIn(all, 4).toFixed(0)} MB in the last`,
    );
  }
  console.log(grown.length === 0 ? 'memory is bounded' : `GROWS: ${grown.map(([name]) => name).join(', ')}`);
  process.exitCode = grown.length === 0 ? 0 : 1;
  await client.close();
} finally {
  await own.stop();
}
process.exit();
