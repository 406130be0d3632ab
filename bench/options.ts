import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [options]

Measures what Rollcall does with people, and prints one table. It starts a stack of its own in a folder of its own and removes both
afterwards; nothing else should be busy on the machine. (Teams: npm run bench:teams.)

  --seconds N         how long each row is measured (default 5)
  --callers A,B,…     how many callers wait for answers at a time, a row for each (default 1,16,64,256)
  --users A,B,…       sizes of the account at which look-ups, lists and creations are measured again; what is missing is
                      copied in by SQL (default 10000,100000,1000000; "none" leaves them out)
  --warm-up N         seconds before the first row, for the compilers (default 20)
  --stack FILE        a running stack's stack.json, instead of an own one; its account keeps what is made
  --compare REF       another commit beside this one, in turns in the same run, and ratios (this / REF)
  --rounds N          with --compare: how often each row is measured on each side (default 3)
`;

export interface BenchOptions {
  readonly seconds: number;
  readonly callers: readonly number[];
  readonly sizes: readonly number[];
  readonly warmUp: number;
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
    stack: values.stack,
    compare: values.compare,
    rounds: positive('--rounds', values.rounds),
  };
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${option} takes positive numbers, not "${text}"`);
  return number;
}
