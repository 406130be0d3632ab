// `npm run bench:teams`: what requests about teams cost, from one member to a group of 100,000. It starts a stack of
// its own, or uses the running one in a given folder. It copies users and teams into the stack's databases, and
// prints tables.
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startOwnStack } from './own-stack.ts';
import { compareTeams } from './teams/compare.ts';
import { evictions } from './teams/evictions.ts';
import { largeGroup } from './teams/large-group.ts';
import { oneMember } from './teams/one-member.ts';
import { sweep } from './teams/sweep.ts';
import { takeovers } from './teams/takeovers.ts';
import { openWorld } from './teams/world.ts';

const { values: options } = parseArgs({
  options: {
    stack: { type: 'string' },
    only: { type: 'string', default: 'large,member,evictions,sweep,takeovers' },
    members: { type: 'string', default: '100000' },
    times: { type: 'string', default: '3' },
    others: { type: 'string', default: '100' },
    compare: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`npm run bench:teams -- [options]

What requests about teams cost. It starts a stack of its own and removes it afterwards.

  --only A,B,…        some of large, member, evictions, sweep, takeovers (default all)
  --members N         people of the account, and members of the large group (default 100000)
  --times N           how often the large group is made (default 3)
  --others N          writes per second of other clients beside it (default 100)
  --stack DIRECTORY   a running stack's directory, instead of an own one; its account keeps what is made
  --compare REF       another commit beside this one, in turns in the same run, and ratios of speed (this / REF)
  --rounds N          with --compare: how often each row is measured on each side (default 9)
`);
  process.exit(0);
}

const root = resolve(import.meta.dirname, '..');
const scale = { population: Number(options.members), othersPerSecond: Number(options.others) };
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString()}`,
);
if (options.compare !== undefined) {
  await compareTeams(root, { ref: options.compare, rounds: Number(options.rounds) }, scale);
  process.exit(0);
}
// With the default, the sweep's row would wait for five minutes.
process.env['RECONCILER_SWEEP_EVERY'] ??= '30s';
const own = options.stack === undefined ? await startOwnStack(root) : undefined;
try {
  const world = await openWorld(options.stack ?? own?.folder ?? '', scale);
  const sections = {
    large: () => largeGroup(world, Number(options.times)),
    member: () => oneMember(world),
    evictions: () => evictions(world),
    sweep: () => sweep(world),
    takeovers: () => takeovers(world),
  };
  for (const [name, section] of Object.entries(sections)) {
    if (options.only.split(',').includes(name)) await section();
  }
  await world.close();
} finally {
  await own?.stop();
}
