import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { closedLoop } from '../load.ts';
import { startOwnStack, wholeShare, type OwnStack } from '../own-stack.ts';
import { usageOf } from '../processes.ts';
import { median, ratioOf, ratioText } from '../ratios.ts';
import { Requests } from '../requests.ts';
import { measure, type Row } from '../row.ts';
import { newUser, ScimClient } from '../scim-client.ts';
import { steadily, waitsOf } from '../steadily.ts';
import { warmUp } from '../warm-up.ts';
import { Follower } from './follower.ts';

export interface LiveOptions {
  /** How long each figure is measured. */
  readonly seconds: number;
  /** Writes a second while it is measured when each is found. */
  readonly rate: number;
  readonly rounds: number;
  readonly callers: number;
}

/** What the log costs, and how soon it tells what happened: of whole stacks, one with it and one without. */
export async function measureLive(root: string, options: LiveOptions): Promise<void> {
  const withoutLog = { ...wholeShare, ROLLCALL_AUDIT: 'no' };
  await readyAfterMs(root, wholeShare); // files are read for the first time
  const loggedReadyMs = await readyAfterMs(root, wholeShare);
  const plainReadyMs = await readyAfterMs(root, withoutLog);
  const logged = await startOwnStack(root, wholeShare);
  let plain: OwnStack | undefined;
  try {
    await findable(logged, options);
    plain = await startOwnStack(root, withoutLog);
    console.log(`\n| | with the log | without |\n|---|---|---|`);
    console.log(`| a new stack is ready after, s | ${inSeconds(loggedReadyMs)} | ${inSeconds(plainReadyMs)} |`);
    await idleUsage(logged, plain, options.seconds);
  } finally {
    await plain?.stop();
    await logged.stop();
  }
  await creations(root, options);
}

/** The last of these figures alone: creations with the log and without. */
export async function measureBusy(root: string, options: LiveOptions): Promise<void> {
  console.log(`\n| | with the log | without |\n|---|---|---|`);
  await creations(root, options);
}

/** A turn with the log, and one without. */
type Turns = readonly (readonly [logged: Row, plain: Row])[];

/**
 * Creations with the log and without, of new stacks: nothing was asked of one more than of the other. Which of both is started first is
 * changed half way, because that one comes out dearer, whatever it is.
 */
async function creations(root: string, { rounds, ...options }: LiveOptions): Promise<void> {
  const half = Math.ceil(rounds / 2);
  const loggedFirst = await turnsOf(root, 'logged', { ...options, rounds: half });
  const plainFirst = rounds > half ? await turnsOf(root, 'plain', { ...options, rounds: rounds - half }) : [];
  printTurns([...loggedFirst, ...plainFirst], options.callers);
}

async function turnsOf(root: string, first: 'logged' | 'plain', options: LiveOptions): Promise<Turns> {
  const starts = {
    logged: () => startOwnStack(root, wholeShare),
    plain: () => startOwnStack(root, { ...wholeShare, ROLLCALL_AUDIT: 'no' }),
  };
  const one = await starts[first]();
  let other: OwnStack | undefined;
  try {
    await warmUp(one.stack, new Requests(), 20);
    other = await starts[first === 'logged' ? 'plain' : 'logged']();
    await warmUp(other.stack, new Requests(), 20);
    return first === 'logged' ? await inTurns(one, other, options) : await inTurns(other, one, options);
  } finally {
    await other?.stop();
    await one.stop();
  }
}

/** How long a new stack takes until it is ready, with nothing beside it. */
async function readyAfterMs(root: string, settings: Readonly<Record<string, string>>): Promise<number> {
  const began = performance.now();
  const own = await startOwnStack(root, settings);
  const tookMs = performance.now() - began;
  await own.stop();
  return tookMs;
}

/** How long after its answer each creation is found, at a steady rate and after a burst. */
async function findable({ stack, folder }: OwnStack, { seconds, rate, callers }: LiveOptions): Promise<void> {
  await warmUp(stack, new Requests(), 20);
  const follower = await Follower.of(folder);
  const client = new ScimClient(stack, 256);
  const run = Date.now().toString(36);
  let made = 0;
  const answeredAt = new Map<string, number>();
  const create = async () => {
    const answer = await client.send('POST', '/Users', 201, newUser(`live-${run}-${made++}@example.com`));
    answeredAt.set((JSON.parse(answer) as { id: string }).id, performance.now());
  };
  const last = () => [...answeredAt.keys()].at(-1) ?? '';
  await follower.found(await create().then(last));
  answeredAt.clear();

  const load = steadily(rate, create);
  await pause(seconds * 1_000);
  const { count, refused } = await load.stop();
  await Promise.all([...answeredAt.keys()].map((id) => follower.found(id)));
  const waits = waitsOf([...answeredAt].map(([id, at]) => Math.max(0, (follower.foundAt.get(id) ?? Number.NaN) - at)));
  console.log(`\n| | writes | not sent in time | p50 ms | p99 ms | worst ms |\n|---|---|---|---|---|---|`);
  console.log(
    `| found after the answer, at ${rate} writes/s | ${count} | ${refused} | ${waits.p50Ms.toFixed(0)} | ${waits.p99Ms.toFixed(0)} | ${waits.worstMs.toFixed(0)} |`,
  );

  answeredAt.clear();
  const { perSecond } = await closedLoop(callers, seconds, create, 0);
  const ended = performance.now();
  const caughtUp = await follower.found(last());
  console.log(
    `\nAfter ${seconds} s at full load (${Math.round(perSecond).toLocaleString('en')} creations/s by ${callers} callers) the log had caught up after ${inSeconds(Math.max(0, caughtUp - ended))} s.`,
  );
  await client.close();
  await follower.close();
}

/** What all processes of both stacks use while nothing is asked. */
async function idleUsage(logged: OwnStack, plain: OwnStack, seconds: number): Promise<void> {
  await pause(10_000); // what is left of the load
  const used = async ({ stack }: OwnStack) => {
    const roots = [...stack.services, ...stack.servers];
    const cpu = () => [...usageOf(roots).values()].reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    const before = cpu();
    await pause(seconds * 1_000);
    return ((cpu() - before) / seconds) * 100;
  };
  const [withLog, without] = await Promise.all([used(logged), used(plain)]);
  console.log(`| at rest, % of a core | ${withLog.toFixed(1)} | ${without.toFixed(1)} |`);
  const audit = logged.stack.services.find(({ name }) => name === 'audit-service');
  const memory = audit && usageOf([audit]).get(audit.name);
  console.log(`| memory of audit-service, MB | ${((memory?.rssBytes ?? 0) / 1_048_576).toFixed(0)} | – |`);
}

/** Creations with the log and without, in turns; before each turn the log has caught up. */
async function inTurns(logged: OwnStack, plain: OwnStack, options: LiveOptions): Promise<Turns> {
  const { rounds, callers, seconds } = options;
  const [withLog, without] = [new Requests(), new Requests()];
  const pairs: (readonly [Row, Row])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const here = await measure(logged.stack, callers, seconds, withLog.create);
    const afterwards = await settled(logged);
    pairs.push([
      { ...here, cpuMs: withMore(here, afterwards) },
      await measure(plain.stack, callers, seconds, without.create),
    ]);
  }
  return pairs;
}

function printTurns(pairs: Turns, callers: number): void {
  const rates = [0, 1].map((side) => median(pairs.map((pair) => pair[side as 0 | 1].perSecond)));
  const [rateHere = Number.NaN, rateThere = Number.NaN] = rates;
  console.log(`| creations/s, ${callers} callers | ${rateHere.toFixed(0)} | ${rateThere.toFixed(0)} |`);
  const cpuOf = (side: 0 | 1, of: (name: string) => boolean) => median(pairs.map((pair) => cpuMs(pair[side], of)));
  const shares: readonly (readonly [string, (name: string) => boolean])[] = [
    ['CPU of all processes, ms a creation', (name) => name !== 'driver'],
    ['of it audit-service', (name) => name === 'audit-service'],
    ['PostgreSQL', (name) => name.startsWith('postgres')],
    ['Kafka', (name) => name.startsWith('kafka')],
  ];
  for (const [name, of] of shares) console.log(`| ${name} | ${cpuOf(0, of).toFixed(3)} | ${cpuOf(1, of).toFixed(3)} |`);
  if (pairs.length < 2) return;
  const ratio = ratioOf(pairs.map(([here, there]) => [here.perSecond, there.perSecond]));
  const all = (row: Row) => cpuMs(row, (name) => name !== 'driver');
  const cpu = ratioOf(pairs.map(([here, there]) => [all(there), all(here)]));
  console.log(
    `\nCreations with the log, of those without (90 % interval, ${pairs.length} rounds): ${ratioText(ratio)}`,
  );
  console.log(
    `The same by CPU time, with what the log catches up after each turn, which others on the machine do not change: ${ratioText(cpu)}`,
  );
}

const cpuMs = ({ cpuMs: used }: Row, of: (name: string) => boolean) =>
  [...used].reduce((sum, [name, ms]) => (of(name) ? sum + ms : sum), 0);

/**
 * Waits until audit-service does not work any more, for longer than it may rest between two batches: what it has left to do would be at
 * the other stack's cost.
 * @returns the CPU time that each process of the stack took meanwhile, in milliseconds
 */
async function settled({ stack }: OwnStack): Promise<ReadonlyMap<string, number>> {
  const roots = [...stack.services, ...stack.servers];
  const audit = (usage: ReturnType<typeof usageOf>) => usage.get('audit-service')?.cpuSeconds ?? 0;
  const began = usageOf(roots);
  let now = began;
  for (let quiet = 0; quiet < 3;) {
    const before = audit(now);
    await pause(1_000);
    now = usageOf(roots);
    quiet = audit(now) - before < 0.1 ? quiet + 1 : 0;
  }
  return new Map(
    [...now].map(([name, { cpuSeconds }]) => [name, (cpuSeconds - (began.get(name)?.cpuSeconds ?? 0)) * 1_000]),
  );
}

/** The CPU time of a request, with its share of what was done about all of them after their answers. */
function withMore({ cpuMs: used, count }: Row, afterwards: ReadonlyMap<string, number>): Row['cpuMs'] {
  return new Map([...used].map(([name, ms]) => [name, ms + (afterwards.get(name) ?? 0) / count]));
}

const inSeconds = (ms: number) => (ms / 1_000).toFixed(1);
