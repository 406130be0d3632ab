// `npm run bench:teams`: what requests about teams cost, from one member to a group of 100,000. It starts a stack of
// its own, or uses the running one in a given directory. It copies users and teams into the stack's databases, and
// prints tables.
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startOwnStack } from './own-stack.ts';
import { evictions } from './teams/evictions.ts';
import { largeGroup } from './teams/large-group.ts';
import { oneMember } from './teams/one-member.ts';
import { sweep } from './teams/sweep.ts';
import { openWorld } from './teams/world.ts';

const { values: options } = parseArgs({
  options: {
    stack: { type: 'string' },
    only: { type: 'string', default: 'large,member,evictions,sweep' },
    members: { type: 'string', default: '100000' },
    times: { type: 'string', default: '3' },
    others: { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(
    'npm run bench:teams -- [--stack DIRECTORY] [--only large,member,evictions,sweep] [--members of the large group] [--times] [--others writes per second beside it]',
  );
  process.exit(0);
}

// With the default, the sweep's row would wait for five minutes.
process.env['RECONCILER_SWEEP_EVERY'] ??= '30s';
const own = options.stack === undefined ? await startOwnStack(resolve(import.meta.dirname, '..')) : undefined;
try {
  const world = await openWorld(options.stack ?? own?.directory ?? '', {
    population: Number(options.members),
    othersPerSecond: Number(options.others),
  });
  const sections = {
    large: () => largeGroup(world, Number(options.times)),
    member: () => oneMember(world),
    evictions: () => evictions(world),
    sweep: () => sweep(world),
  };
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString()}`,
  );
  for (const [name, section] of Object.entries(sections)) {
    if (options.only.split(',').includes(name)) await section();
  }
  await world.close();
} finally {
  await own?.stop();
}
