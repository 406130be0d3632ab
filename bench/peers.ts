// `npm run bench:peers`: Rollcall beside other SCIM servers that npm has, in turns on this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbeddedPostgres } from '@rollcall/local-servers';
import { compareGroups, compareRaces } from './peers/groups.ts';
import { peerPlans, startPeer, startRollcall, type Peer } from './peers/peer.ts';
import { comparePeople, seed } from './peers/people.ts';

const { values: options } = parseArgs({
  options: {
    callers: { type: 'string', default: '1,16,64,256' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    people: { type: 'string', default: '10100' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`npm run bench:peers -- [options]

Rollcall beside other SCIM servers: it installs them in .local/peers, starts all, creates the same people on each, and
measures them in turns. Figures are medians; × is Rollcall's rate as a multiple of that server's, with its 90 % interval.
Nothing else should be busy on the machine. With the defaults it takes about half an hour.

  --callers A,B,…   how many callers wait for answers at a time (default 1,16,64,256)
  --rounds N        how often each server is measured for each row (default 5)
  --seconds N       how long each time, after one second that does not count (default 2)
  --people N        people on each server before it is measured, at least 10001 for the groups (default 10100)
`);
  process.exit(0);
}

const root = resolve(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'rollcall-peers-'));
const postgres = await EmbeddedPostgres.start({ folder: join(folder, 'postgres'), password: 'peers' });
const peers: Peer[] = [];
try {
  peers.push(await startRollcall(root));
  for (const plan of peerPlans) peers.push(await startPeer(root, plan, postgres));
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString()}\n`,
  );
  for (const { name, omits } of peers) console.log(`- **${name}**: ${omits}.`);
  const rounds = Number(options.rounds);
  const callers = options.callers.split(',').map(Number);
  const sides = await seed(peers, Number(options.people));
  await comparePeople(sides, { callers, rounds, seconds: Number(options.seconds) });
  await compareGroups(sides, rounds);
  await compareRaces(sides);
} finally {
  for (const peer of peers.toReversed()) await peer.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
