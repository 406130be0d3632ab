import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from './options.ts';
import { startOwnStack, type OwnStack } from './own-stack.ts';
import { ratioOf } from './ratios.ts';
import { Requests, type Request } from './requests.ts';
import { measure, type Row } from './row.ts';
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
  const checkout = join(await mkdtemp(join(tmpdir(), 'rollcall-bench-')), 'checkout');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  git('worktree', 'add', '--quiet', '--detach', checkout, ref);
  const owned: OwnStack[] = [];
  try {
    const sides: Side[] = [];
    for (const from of [root, checkout]) {
      const own = await startOwnStack(from);
      owned.push(own);
      const side = { own, requests: new Requests() };
      await warmUp(own.stack, side.requests, options.warmUp);
      sides.push(side);
    }
    console.log(
      `\n| what | callers | this, per second | ${ref} | ratio, 90 % interval | this, CPU ms | ${ref} | ratio |\n|---|---|---|---|---|---|---|---|`,
    );
    for (const [name, kind] of kinds) {
      for (const callers of options.callers) await inTurns(name, callers, kind, sides, options);
    }
  } finally {
    for (const own of owned) await own.stop();
    git('worktree', 'remove', '--force', checkout);
    await rm(join(checkout, '..'), { recursive: true, force: true });
  }
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
  const { mean, interval90 } = ratioOf(here.map((row, at) => [row.perSecond, there[at]?.perSecond ?? Number.NaN]));
  const ratio = `${mean.toFixed(2)} (${interval90.map((end) => end.toFixed(2)).join(' to ')})`;
  const [cpuHere = Number.NaN, cpuThere = Number.NaN] = cpus;
  const cells = [
    name,
    callers,
    ...rates.map((rate) => Math.round(rate).toLocaleString('en')),
    ratio,
    ...cpus.map((cpu) => cpu.toFixed(2)),
    (cpuHere / cpuThere).toFixed(2),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
