// `npm run test:resilience`: breaks a running stack for some minutes and says whether it kept its promises.
import { parseArgs } from 'node:util';
import { faults } from './faults/catalogue.ts';
import { report } from './report.ts';
import { run, type RunOptions } from './run.ts';

const help = `npm run test:resilience -- [--minutes N] [--seed S] [--workers N] [--only PART]… [--no-bad-neighbour]

Starts PostgreSQL, Kafka and several instances of each service on this machine, puts a load of creations, profile
changes, deactivations, passwords, releases, reads, groups, takeovers that wait for an admin and leavers whom the
brake holds on them, beside an account that does its worst, and breaks something all the time. Then it
waits for quiet and checks every answer against the databases and the topics. See docs/resilience.md.

  --minutes N   how long faults are made (default 5)
  --seed S      a whole number; the same seed makes the same faults in the same order (default: by the clock, printed)
  --workers N   how many requests are under way at most (default 16)
  --only PART   only faults with PART in their name; may be given several times
  --no-bad-neighbour  without the account that does its worst all the time
  --help        this text

It prints each fault with what was done, in seconds since the first, and ends with the verdict: exit code 0 when
nothing was violated, 1 when something was (data and logs are kept then, and the last lines say where), 2 on a
wrong option. It needs Java 17 with Maven, or jars that an earlier start has fetched; Ctrl-C ends everything.

Faults:
${faults.map(({ name }) => `  ${name}`).join('\n')}
`;

function readOptions(): RunOptions | 'help' {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      workers: { type: 'string', default: '16' },
      only: { type: 'string', multiple: true, default: [] },
      'no-bad-neighbour': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 24 * 60)) throw new Error('--minutes takes a number above 0, at most 1440');
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed takes a whole number');
  const workers = Number(values.workers);
  if (!Number.isInteger(workers) || workers < 1 || workers > 256)
    throw new Error('--workers takes a number from 1 to 256');
  for (const part of values.only) {
    if (!faults.some(({ name }) => name.includes(part)))
      throw new Error(`no fault has "${part}" in its name (see --help)`);
  }
  const withBadNeighbour = !values['no-bad-neighbour'];
  return { minutes, seed, workers, withBadNeighbour, only: values.only, say: (line) => console.log(line) };
}

async function main(): Promise<number> {
  let options: RunOptions | 'help';
  try {
    options = readOptions();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
  if (options === 'help') {
    console.log(help);
    return 0;
  }
  console.log(`seed ${options.seed}, ${options.minutes} minutes, ${options.workers} workers`);
  const result = await run(options);
  console.log(report(result, options));
  return result.ledger.violations.length === 0 ? 0 : 1;
}

process.exit(await main());
