import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [options]

Measures what Rollcall does with people, and prints one table. It starts a stack of its own in a folder of its own and removes both
afterwards; nothing else should be busy on the machine. (Teams: npm run bench:teams.)

  --seconds N         how long each row is measured (default 5)
  --callers A,B,…     how many callers wait for answers at a time, a row for each (default 1,16,64,256)
  --users A,B,…       sizes of the account at which look-ups, lists and creations are measured again; what is missing is
                      copied in by SQL (default 10000,100000,1000000; "none" leaves them out)
  --only A,B,…        some of the parts requests, bulk, sizes, searches, floors ("sizes" without "searches" leaves these out)
  --warm-up N         seconds before the first row, for the compilers (default 20)
  --stack FILE        a running stack's stack.json, instead of an own one; its account keeps what is made
  --compare REF       another commit beside this one, in turns in the same run, and ratios (this / REF)
  --rounds N          with --compare: how often each row is measured on each side (default 3)
`;

const parts = ['requests', 'bulk', 'sizes', 'searches', 'floors'] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly seconds: number;
  readonly callers: readonly number[];
  readonly sizes: readonly number[];
  readonly warmUp: number;
  /** The parts that are measured. */
  readonly only: ReadonlySet<Part>;
  readonly stack: string | undefined;
  readonly compare: string | undefined;
  readonly rounds: number;
}

/** @throws TypeError or Error, with a text for people, for invalid options */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '5' },
      callers: { type: 'string', default: '1,16,64,256' },
      users: { type: 'string', default: '10000,100000,1000000' },
      only: { type: 'string', default: parts.join(',') },
      'warm-up': { type: 'string', default: '20' },
      stack: { type: 'string' },
      compare: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    seconds: positive('--seconds', values.seconds),
    callers: values.callers.split(',').map((text) => positive('--callers', text)),
    sizes: values.users === 'none' ? [] : values.users.split(',').map((text) => positive('--users', text)),
    warmUp: positive('--warm-up', values['warm-up']),
    only: new Set(values.only.split(',').map(partNamed)),
    stack: values.stack,
    compare: values.compare,
    rounds: positive('--rounds', values.rounds),
  };
}

function partNamed(name: string): Part {
  const part = parts.find((each) => each === name);
  if (!part) throw new Error(`--only takes ${parts.join(', ')}, not "${name}"`);
  return part;
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${option} takes positive numbers, not "${text}"`);
  return number;
}
