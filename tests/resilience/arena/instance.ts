import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import {
  nodeBinary,
  nodeEnvironment,
  nodeFlags,
  OwnedProcess,
  programOf,
  repositoryRoot,
  untilReady,
} from '@rollcall/local-servers';
import { eventually } from '@rollcall/testing';
import type { ServicePlan } from '../../../tools/stack/services.ts';

/** How a run of an instance ended. */
export interface Death {
  readonly at: number;
  readonly outcome: string;
  /** The suite ended it, or a crash point that the suite had set. */
  readonly intended: boolean;
  /** It had been ready: one that ends while it starts, because a server is away, is only tried again. */
  readonly wasReady: boolean;
}

const restartAfterMs = 300;

/** A machine that does something else as well starts seven services slowly. */
const startsWithinMs = 300_000;

/** One service process under a supervisor that starts it again, as a container engine would. */
export class Instance {
  readonly deaths: Death[] = [];
  readonly plan: ServicePlan;
  private process: OwnedProcess;
  private isSupervised = false;
  private intended = false;
  private wasReady = false;
  private readyAt = 0;
  /** Where the present run is to die. */
  private atCrashPoint: string | undefined;
  /** Where the next runs are to die, one each. */
  private readonly crashes: string[] = [];
  private readonly folder: string;
  private readonly settings: Readonly<Record<string, string>>;

  constructor(plan: ServicePlan, folder: string, settings: Readonly<Record<string, string>>) {
    this.plan = plan;
    this.folder = folder;
    this.settings = settings;
    this.process = this.newProcess(undefined);
  }

  get name(): string {
    return this.plan.name;
  }

  /** It has died, or has not been ready since it was started. */
  get isAway(): boolean {
    return !this.process.running || !this.wasReady;
  }

  /** Resolves when it is ready; from then on it is started again whenever it ends. */
  async start(): Promise<void> {
    this.isSupervised = true;
    this.run();
    await this.ready(startsWithinMs);
  }

  /** Resolves when it answers that it is ready, this run or a later one. */
  async ready(withinMs = 120_000): Promise<void> {
    const url = `${this.plan.url}/health/ready`;
    const answers = async () => this.process.running && (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
    await eventually(answers, () => `${this.name} is ready; its output:\n${this.process.log}`, {
      within: withinMs,
      every: 100,
    });
  }

  /** SIGKILL; the supervisor starts it again. */
  async kill(): Promise<void> {
    this.intended = true;
    await this.process.kill();
  }

  /** SIGSTOP: it holds its connections and its partitions, and says nothing. */
  suspend(): void {
    this.process.suspend();
  }

  resume(): void {
    this.process.resume();
  }

  /** Ends it in order, as a rolling restart does; resolves when its next run is ready. */
  async restart(): Promise<void> {
    this.intended = true;
    const { process: owned } = this;
    await owned.stop(60_000);
    await eventually(() => this.process !== owned, `${this.name} is started again`, { within: 10_000, every: 20 });
    await this.ready();
  }

  /** Ends it in order and does not start it again. */
  async stop(): Promise<void> {
    this.isSupervised = false;
    this.intended = true;
    await this.process.stop();
  }

  /**
   * Kills it, and lets each of its next runs die at one of these crash points (`name:hit`). Resolves when all have died there.
   * @throws Error when one is not reached in time
   */
  async dieAt(crashPoints: readonly string[], withinMs: number): Promise<void> {
    this.crashes.push(...crashPoints);
    await this.kill();
    const reached = () => this.crashes.length === 0 && this.atCrashPoint === undefined;
    await eventually(reached, () => `${this.name} dies at ${[this.atCrashPoint, ...this.crashes].join(', ')}`, {
      within: withinMs,
      every: 50,
    });
  }

  /** True where it was not there for some of the time since then, or may be dying at this moment. */
  awaySince(since: number): boolean {
    if (this.isAway || this.intended || this.atCrashPoint !== undefined) return true;
    return this.readyAt >= since || this.deaths.some(({ at }) => at >= since);
  }

  private run(): void {
    this.atCrashPoint = this.crashes.shift();
    this.intended = false;
    this.wasReady = false;
    const owned = this.newProcess(this.atCrashPoint);
    this.process = owned;
    owned.start();
    untilReady(owned, { url: `${this.plan.url}/health/ready` }, 120_000).then(
      () => {
        if (owned !== this.process) return;
        this.wasReady = true;
        this.readyAt = Date.now();
      },
      () => undefined, // it ended first, or somebody else says that it is not ready
    );
    void this.supervise(owned);
  }

  private async supervise(owned: OwnedProcess): Promise<void> {
    await owned.ended;
    const outcome = owned.outcome ?? 'unknown';
    const atCrashPoint = this.atCrashPoint !== undefined && outcome.includes('SIGKILL');
    this.deaths.push({ at: Date.now(), outcome, intended: this.intended || atCrashPoint, wasReady: this.wasReady });
    // One that could not even start (a server was away) tries again to get there.
    if (this.atCrashPoint !== undefined && !atCrashPoint) this.crashes.unshift(this.atCrashPoint);
    this.atCrashPoint = undefined;
    await pause(restartAfterMs);
    if (this.isSupervised && owned === this.process) this.run();
  }

  private newProcess(crashPoint: string | undefined): OwnedProcess {
    const { plan, folder, settings } = this;
    return new OwnedProcess({
      name: plan.name,
      command: nodeBinary,
      args: [...nodeFlags, programOf(plan.app)],
      cwd: repositoryRoot,
      env: {
        ...nodeEnvironment,
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(folder, 'compile-cache'),
        NODE_ENV: 'test', // the only one in which crash points are
        LOG_LEVEL: 'warn',
        ...(crashPoint === undefined ? {} : { ROLLCALL_CRASH_POINT: crashPoint }),
        ...settings,
        ...plan.env,
      },
      logFile: join(folder, 'logs', `${plan.name}.log`),
    });
  }
}
