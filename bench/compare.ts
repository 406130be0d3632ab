import type { BenchOptions } from './options.ts';
import type { OwnStack } from './own-stack.ts';
import { median, ratioOf, ratioText } from './ratios.ts';
import { Requests, type Request } from './requests.ts';
import { measure, type Row } from './row.ts';
import { onTwoStacks } from './two-stacks.ts';
import { warmUp } from './warm-up.ts';

interface Side {
  readonly own: OwnStack;
  readonly requests: Requests;
}

type Kind = (requests: Requests) => Request;

const kinds: readonly (readonly [string, Kind])[] = [
  ['create', ({ create }) => create],
  ['PATCH title', ({ changeTitle }) => changeTitle],
  ['look-up by userName', ({ lookUp }) => lookUp],
  ['look-up, without groups', ({ lookUpWithoutGroups }) => lookUpWithoutGroups],
  ['GET by id', ({ get }) => get],
  ['GET by id, without groups', ({ getWithoutGroups }) => getWithoutGroups],
];

/**
 * Measures this checkout and another commit in turns, on two stacks that run at the same time, and prints medians and
 * ratios.
 */
export async function compare(root: string, ref: string, options: BenchOptions): Promise<void> {
  await onTwoStacks(root, ref, async (stacks) => {
    const sides = stacks.map((own): Side => ({ own, requests: new Requests() }));
    for (const { own, requests } of sides) await warmUp(own.stack, requests, options.warmUp);
    console.log(
      `\n| what | callers | this, per second | ${ref} | ratio, 90 % interval | this, CPU ms | ${ref} | ratio |\n|---|---|---|---|---|---|---|---|`,
    );
    for (const [name, kind] of kinds) {
      for (const callers of options.callers) await inTurns(name, callers, kind, sides, options);
    }
  });
}

async function inTurns(
  name: string,
  callers: number,
  kind: Kind,
  sides: readonly Side[],
  { seconds, rounds }: BenchOptions,
): Promise<void> {
  const rows: Row[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, { own, requests }] of sides.entries()) {
      rows[at]?.push(await measure(own.stack, callers, seconds, kind(requests)));
    }
  }
  const [here = [], there = []] = rows;
  const cpuOf = ({ cpuMs }: Row) => [...cpuMs.values()].reduce((sum, ms) => sum + ms, 0);
  const rates = [here, there].map((side) => median(side.map(({ perSecond }) => perSecond)));
  const cpus = [here, there].map((side) => median(side.map(cpuOf)));
  const ratio = ratioOf(here.map((row, at) => [row.perSecond, there[at]?.perSecond ?? Number.NaN]));
  const [cpuHere = Number.NaN, cpuThere = Number.NaN] = cpus;
  const cells = [
    name,
    callers,
    ...rates.map((rate) => Math.round(rate).toLocaleString('en')),
    ratioText(ratio),
    ...cpus.map((cpu) => cpu.toFixed(2)),
    (cpuHere / cpuThere).toFixed(2),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
