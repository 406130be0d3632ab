import { setTimeout as pause } from 'node:timers/promises';
import { Arena, type ArenaOptions } from './arena/arena.ts';
import { brokerServedAfter } from './checks/broker-witness.ts';
import { check, type Checked } from './checks/verdict.ts';
import { companions, faults } from './faults/catalogue.ts';
import { everything, readAgain } from './faults/delivery-faults.ts';
import { seconds, type Fault, type Scene } from './faults/fault.ts';
import { Ledger } from './load/ledger.ts';
import { Load, loadAccounts } from './load/load.ts';
import { groupBudget } from './load/teams-load.ts';
import { Random } from './random.ts';

export interface RunOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly workers: number;
  /** Whether an account does its worst meanwhile. */
  readonly withBadNeighbour: boolean;
  /** Only faults whose name has one of these in it. */
  readonly only: readonly string[];
  readonly say: (line: string) => void;
}

/** That full service was back, so many milliseconds after the end of a fault. */
export interface Recovery {
  readonly after: string;
  readonly ms: number;
}

export interface RunResult {
  readonly ledger: Ledger;
  readonly checked: Checked;
  readonly faults: ReadonlyMap<string, number>;
  /** How long after each outage full service was back, by the name of the fault. */
  readonly recoveries: readonly Recovery[];
  /** Where data and logs are, when something was wrong. */
  readonly folder: string;
}

/** What the load runs on; with settings that bring limits within its reach. */
export const arenaOptions: ArenaOptions = {
  gateways: 2,
  userServices: 2,
  teamServices: 2,
  auditServices: 1,
  accounts: loadAccounts,
  settings: { GROUP_BUDGET: groupBudget, COMMAND_WINDOW: '60' },
};

/** A load on a real stack, one fault after the other for so many minutes, then quiet, then all checks. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { say, seed, workers } = options;
  const ledger = new Ledger(({ invariant, what }) => say(`VIOLATED ${invariant}: ${what}`));
  const random = new Random(seed);
  say('starting PostgreSQL, Kafka and the services …');
  const arena = await Arena.start(arenaOptions);
  try {
    const load = await Load.prepare({
      arena,
      ledger,
      random: random.fork(),
      workers,
      peoplePerAccount: 80,
      pauseMs: 40,
      slackMs: 3_000,
      withBadNeighbour: options.withBadNeighbour,
    });
    say(`data and logs: ${arena.servers.folder}`);
    load.start();
    const round = new Rounds(options, { arena, load, random: random.fork() }, ledger);
    await round.untilTheEnd();
    const calmSince = await calm(arena);
    await load.stop();
    say('the load has ended; every service reads everything again, which must change nothing …');
    for (const service of ['user-service', 'team-service', 'token-service'] as const) {
      await readAgain(arena, service, everything);
    }
    say('waiting for quiet, then checking …');
    const checked = await check(arena, ledger, calmSince);
    await load.close();
    const { folder } = arena.servers;
    return { ledger, checked, faults: round.made, recoveries: round.recoveries, folder };
  } finally {
    await arena.stop();
    if (ledger.violations.length === 0) await arena.remove();
  }
}

const firstLine = (error: unknown) => String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';

/** A little load without faults: now nothing excuses anything. Resolves to the moment when that began. */
async function calm(arena: Arena): Promise<number> {
  await arena.ready();
  await pause(5_000);
  const since = Date.now();
  await pause(10_000);
  return since;
}

/** One fault after the other, in an order that the seed decides; each kind once before any comes again. */
class Rounds {
  readonly made = new Map<string, number>();
  readonly recoveries: Recovery[] = [];
  private readonly options: RunOptions;
  private readonly scene: Scene;
  private readonly ledger: Ledger;
  private readonly began = Date.now();
  private toCome: Fault[] = [];

  constructor(options: RunOptions, scene: Scene, ledger: Ledger) {
    this.options = options;
    this.scene = scene;
    this.ledger = ledger;
  }

  async untilTheEnd(): Promise<void> {
    const end = this.began + this.options.minutes * 60_000;
    while (Date.now() < end) {
      const fault = this.next();
      const alone = fault.backWithinMs === undefined || this.scene.random.next() < 0.8;
      await Promise.all([this.make(fault), ...(alone ? [] : [this.make(this.scene.random.oneOf(companions))])]);
      if (fault.backWithinMs !== undefined && alone) await this.recover(fault.name, fault.backWithinMs);
      await this.scene.arena.ready().catch((error: unknown) => this.ledger.violated('recovery', firstLine(error)));
      await pause(this.scene.random.between(300, 1_500));
    }
  }

  private next(): Fault {
    if (this.toCome.length === 0) {
      const { only } = this.options;
      const wanted = faults.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
      this.toCome = this.scene.random.shuffled(wanted);
    }
    const next = this.toCome.pop();
    if (!next) throw new Error(`no fault has "${this.options.only.join('" or "')}" in its name`);
    return next;
  }

  private async make(fault: Fault): Promise<void> {
    const { ledger } = this;
    this.made.set(fault.name, (this.made.get(fault.name) ?? 0) + 1);
    const what = await fault.happen(this.scene);
    const { acknowledged, refused, unknown } = ledger.total;
    const counts = `${acknowledged} acknowledged, ${refused} refused, ${unknown} unknown, ${ledger.violations.length} violations`;
    this.options.say(`${seconds(Date.now() - this.began).padStart(9)}  ${fault.name}: ${what}  [${counts}]`);
  }

  private async recover(name: string, withinMs: number): Promise<void> {
    const { arena, load } = this.scene;
    const isBroker = name.includes('broker');
    const [ms, broker] = await Promise.all([
      load.servedAfter(withinMs),
      isBroker ? brokerServedAfter(arena.brokers, withinMs) : undefined,
    ]);
    // What the broker needs for itself is in our time: on a busy machine it may be most of it.
    const itself = broker === undefined ? 'it never served' : `it served after ${seconds(broker)}`;
    const witness = isBroker ? ` (to a stranger, ${itself})` : '';
    if (ms === undefined) {
      return this.ledger.violated('recovery', `no full service ${seconds(withinMs)} after: ${name}${witness}`);
    }
    this.recoveries.push({ after: name, ms });
    this.options.say(`${' '.repeat(9)}  full service ${seconds(ms)} later${witness}`);
  }
}
