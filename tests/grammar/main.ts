// `npm run trial:grammar`: requests made of RFC 7644's grammar and our schemas against the running stack, and what none of them may come to.
import { parseArgs } from 'node:util';
import { makeScimAccount } from '../../tools/api/people.ts';
import { runningStack } from '../../tools/stack/running-stack.ts';
import { walk, type Target, type Walked } from './walk.ts';

const help = `npm run trial:grammar -- [--requests N] [--seed S] [--callers N] [--accounts N]

Sends filters, paths, PATCHes, whole resources, searches, pages and bulk requests to the running stack, in accounts of
its own: made of the ABNF of RFC 7644 and of what /Schemas shows, a third of them with something that does not belong
there. None may be answered 5xx or past its budget, each refusal is a SCIM error with a sentence, each list counts
right, and at least a third is accepted.

  --requests N  how many (default 100,000)
  --seed S      a whole number; the same seed makes the same requests (default: by the clock, printed)
  --callers N   how many at a time (default 32)
  --accounts N  how many accounts they share (default 16)
  --help        this text

It prints how far it is, and ends with a table; exit code 1 when something was wrong.`;

interface Options {
  readonly requests: number;
  readonly seed: number;
  readonly callers: number;
  readonly accounts: number;
}

/** @throws Error for an option that is none, or no whole number from 1 */
function readOptions(): Options | 'help' {
  const text = (value: number) => ({ type: 'string', default: String(value) }) as const;
  const { values } = parseArgs({
    options: {
      requests: text(100_000),
      seed: text(Date.now() % 1_000_000),
      callers: text(32),
      accounts: text(16),
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const whole = (name: 'requests' | 'seed' | 'callers' | 'accounts') => {
    const number = Number(values[name].replaceAll(/[,_]/g, ''));
    if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1`);
    return number;
  };
  return { requests: whole('requests'), seed: whole('seed'), callers: whole('callers'), accounts: whole('accounts') };
}

const share = ({ accepted, requests }: { accepted: number; requests: number }) =>
  `${((100 * accepted) / requests).toFixed(1)} %`;

function tell({ statuses, byKind, ...walked }: Walked, seconds: number): void {
  console.log(`\n${walked.requests} requests in ${seconds} s; ${share(walked)} accepted.`);
  for (const [kind, of] of [...byKind].toSorted(([one], [other]) => one.localeCompare(other)))
    console.log(
      `  ${kind.padEnd(9)} ${String(of.requests).padStart(6)}, ${share(of)}, slowest ${Math.round(of.slowestMs)} ms`,
    );
  console.log(
    [...statuses]
      .toSorted(([one], [other]) => one - other)
      .map(([status, times]) => `  ${status}: ${times}`)
      .join('\n'),
  );
}

async function trial({ accounts, ...options }: Options): Promise<boolean> {
  const running = await runningStack();
  console.log(
    `Seed ${options.seed}: ${options.requests} requests of ${options.callers} callers in ${accounts} accounts.`,
  );
  const targets: Target[] = [];
  while (targets.length < accounts) targets.push(await makeScimAccount(running, { name: 'Grammar' }));
  const began = performance.now();
  let reportedAt = began;
  const walked = await walk({
    ...options,
    targets,
    onAnswer(soFar) {
      if (performance.now() - reportedAt < 10_000) return;
      reportedAt = performance.now();
      console.log(`  ${soFar.requests} of ${options.requests}, ${share(soFar)} accepted`);
    },
  });
  tell(walked, Math.round((performance.now() - began) / 1_000));
  for (const problem of walked.problems) console.error(`\n${problem}`);
  const isEnough = walked.accepted * 3 >= walked.requests;
  if (!isEnough) console.error('\nLess than a third was accepted: what is refused early says little.');
  return walked.problems.length === 0 && isEnough;
}

const options = readOptions();
if (options === 'help') console.log(help);
else if (!(await trial(options))) process.exitCode = 1;
