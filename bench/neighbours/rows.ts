import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetPeaks, peaksOf } from '../teams/peak-memory.ts';
import type { Waits } from '../steadily.ts';
import { attacks, begin, type Attack, type Target } from './attacks.ts';
import { Sender } from './sender.ts';
import { startUsual, type Noticed } from './usual.ts';
import { newAccount, peopleIn, type World } from './world.ts';

export interface RowsOptions {
  readonly only: readonly string[] | undefined;
  readonly seconds: number;
  readonly people: number;
}

/** Rule 24: another account's p99 is less than twice what it is alone, or 50 ms more where that is larger. */
const factor = 2;
const moreMs = 50;
const maxMb = 512;
const maxWaitMs = 5_000;
/** After a row, B must be served again within this time; else what hangs is restarted. */
const recoveryMs = 30_000;

/** Measures B alone, and beside each of A's attacks. */
export async function nextToEachOther(world: World, options: RowsOptions): Promise<void> {
  const { scimUrl, workspaceUrl, heavy, usual } = world;
  const people = await peopleIn(world, heavy, options.people);
  const alsoHeavy = await newAccount(world.root, world.folder);
  const target: Target = { scimUrl, workspaceUrl, heavy, alsoHeavy, usualSlug: usual.slug, people };
  const daily = await startUsual({ scimUrl, workspaceUrl, account: usual });
  // A's clients are in this process, and in life on other machines: they give way to the servers and to B, which are all running by now.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  await measured(world, daily, () => sleep(options.seconds * 1_000)); // warms everything up
  const alone = await measured(world, daily, () => sleep(2 * options.seconds * 1_000));
  console.log(`\n${head}`);
  console.log(row('nothing', '', alone, alone));
  const chosen = attacks.filter(({ id }) => options.only?.includes(id) ?? true);
  for (const attack of chosen) {
    let answers: ReadonlyMap<string, number> = new Map();
    const attackedRow = await measured(world, daily, async () => {
      answers = await attacked(attack, target, options.seconds);
    });
    console.log(row(attack.name, textOf(answers), attackedRow, alone));
    for (const [what, times] of attackedRow.failures) console.error(`  ${times} × ${what}`);
    await recover(world);
  }
  daily.close();
}

async function attacked(attack: Attack, target: Target, seconds: number): Promise<ReadonlyMap<string, number>> {
  const url = attack.to === 'workspace' ? target.workspaceUrl : target.scimUrl;
  const sender = new Sender(url, attack.to === 'workspace' ? undefined : target.heavy.token, attack.callers);
  const shot = await attack.prepare(target, sender);
  const running = begin(attack, shot, sender);
  await sleep(seconds * 1_000);
  const answers = await running.stop(maxWaitMs);
  await sender.close();
  return answers;
}

interface Measured extends Noticed {
  /** The largest memory of each process meanwhile, in MB. */
  readonly peaks: ReadonlyMap<string, number>;
}

type Daily = Awaited<ReturnType<typeof startUsual>>;

async function measured({ processes }: World, daily: Daily, act: () => Promise<unknown>): Promise<Measured> {
  forgetPeaks(processes().services);
  daily.start();
  await act();
  const noticed = await daily.stop();
  return { ...noticed, peaks: peaksOf(processes().services) };
}

/** Waits until B is served as usual; where that takes too long, the services are restarted. */
async function recover({ scimUrl, usual, processes }: World): Promise<void> {
  if (await isServed(scimUrl, usual.token, recoveryMs)) return;
  console.error('  B is not served any more: the services are restarted');
  for (const { pid } of processes().services) process.kill(pid, 'SIGKILL');
  await sleep(3_000);
  if (!(await isServed(scimUrl, usual.token, 120_000))) throw new Error('B is not served after a restart');
}

async function isServed(scimUrl: string, token: string, withinMs: number): Promise<boolean> {
  const sender = new Sender(scimUrl, token, 1);
  const end = performance.now() + withinMs;
  let good = 0;
  while (good < 5 && performance.now() < end) {
    const began = performance.now();
    const signal = AbortSignal.timeout(2_000);
    const isGood = await sender.send('GET', '/Users?count=1', undefined, { signal }).then(
      ({ status }) => status === 200 && performance.now() - began < 300,
      () => false,
    );
    good = isGood ? good + 1 : 0;
    await sleep(200);
  }
  await sender.close();
  return good === 5;
}

const head = `| A | answers to A | B: p50, p95, p99, worst, ms | p99 × | sign-in of B: p50, p95, p99, ms | p99 × | refused to B | largest processes, MB | goal |
|---|---|---|---|---|---|---|---|---|`;

function row(name: string, answers: string, attackedRow: Measured, alone: Measured): string {
  const { requests, signIns, peaks } = attackedRow;
  const largest = [...peaks].toSorted(([, a], [, b]) => b - a).slice(0, 3);
  return `| ${[
    name,
    answers,
    [requests.p50Ms, requests.p95Ms, requests.p99Ms, requests.worstMs].map(round).join(', '),
    (requests.p99Ms / alone.requests.p99Ms).toFixed(1),
    [signIns.p50Ms, signIns.p95Ms, signIns.p99Ms].map(round).join(', '),
    (signIns.p99Ms / alone.signIns.p99Ms).toFixed(1),
    requests.refused + signIns.refused,
    largest.map(([process_, mb]) => `${process_} ${mb.toFixed(0)}`).join(', '),
    verdict(attackedRow, alone),
  ].join(' | ')} |`;
}

function verdict(attackedRow: Measured, alone: Measured): string {
  const isSlow = (now: Waits, before: Waits) => now.p99Ms > Math.max(factor * before.p99Ms, before.p99Ms + moreMs);
  const problems = [
    ...(isSlow(attackedRow.requests, alone.requests) ? ['p99'] : []),
    ...(isSlow(attackedRow.signIns, alone.signIns) ? ['sign-in p99'] : []),
    ...(attackedRow.requests.refused + attackedRow.signIns.refused > 0 ? ['refused'] : []),
    ...([...attackedRow.peaks.values()].some((mb) => mb > maxMb) ? ['memory'] : []),
  ];
  return problems.length === 0 ? 'met' : `missed: ${problems.join(', ')}`;
}

const round = (ms: number) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));
const textOf = (answers: ReadonlyMap<string, number>) => [...answers].map(([what, n]) => `${what} × ${n}`).join(', ');
