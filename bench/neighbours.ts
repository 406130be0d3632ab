// `npm run bench:neighbours`: what one account notices while another does its worst. It starts a stack of its own, or
// uses the running one in a given folder, and prints a table. With `--honest`: what a large customer does in good
// faith, and how often it is told to come later.
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { attacks } from './neighbours/attacks.ts';
import { honestWork } from './neighbours/honest.ts';
import { nextToEachOther } from './neighbours/rows.ts';
import { openNeighbours } from './neighbours/world.ts';
import { startOwnStack } from './own-stack.ts';

const { values: options } = parseArgs({
  options: {
    stack: { type: 'string' },
    only: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    honest: { type: 'boolean', default: false },
    people: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`npm run bench:neighbours -- [options]

What account B notices while account A does its worst: B reads, changes, looks up, creates and signs in at a steady rate.
It starts a stack of its own and removes it afterwards. A row that does not end is given up, and what hangs is restarted.

  --only A,B,…        some of ${attacks.map(({ id }) => id).join(', ')}
  --seconds N         how long each row lasts (default 10); p99 × is p99 as a multiple of B's alone
  --honest            instead: an import, an assignment and a push of many people in good faith, and how many 429 they get
  --people N          people of A (default 1000; with --honest 10000, and a group of ten times as many)
  --stack DIRECTORY   a running stack's directory, instead of an own one; its accounts keep what is made. It must believe
                      X-Forwarded-For of this machine (TRUSTED_PROXIES=127.0.0.1)
`);
  process.exit(0);
}

const root = resolve(import.meta.dirname, '..');
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString()}`,
);
// Callers have addresses of their own, as in life: what is limited by address must not tie A and B together.
const own = options.stack === undefined ? await startOwnStack(root, { TRUSTED_PROXIES: '127.0.0.1' }) : undefined;
const people = Number(options.people ?? (options.honest ? 10_000 : 1_000));
try {
  const world = await openNeighbours(root, options.stack ?? own?.folder ?? '');
  if (options.honest) await honestWork(world, people);
  else await nextToEachOther(world, { only: options.only?.split(','), seconds: Number(options.seconds), people });
  await world.close();
} finally {
  await own?.stop();
}
process.exit(0); // requests that were given up may still be open
