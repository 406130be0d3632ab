import { setTimeout as sleep } from 'node:timers/promises';
import { RegularJob, singleFlight, triesAgain, type ServiceFrame } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { UserReplica } from '../user-replica/user-replica.js';
import type { Claim, DirtyQueue } from './dirty-queue.js';
import type { RunResult } from './reconcile-team.js';

type WorkedQueue = Pick<DirtyQueue, 'claim' | 'postpone' | 'sweep' | 'depth'>;

export interface ReconcilerOptions {
  readonly frame: ServiceFrame;
  readonly queue: WorkedQueue;
  /** One run (`reconcileTeam`). */
  readonly reconcile: (claim: Claim) => Promise<RunResult>;
  /** Purged once per sweep: expired rows are rare. */
  readonly userReplica: Pick<UserReplica, 'purgeExpired'>;
  /** Deletes the results of old runs and their like, once per sweep. */
  readonly cleanHistory: (pause: () => Promise<boolean>) => Promise<unknown>;
  /** Ends pauses whose end has come; returns of how many accounts. */
  readonly endModes: () => Promise<number>;
  /** How many teams are reconciled concurrently. */
  readonly workers: number;
  readonly sweepEveryMs: number;
  /** Called when a run has written events to the outbox. */
  readonly announce: () => void;
}

/**
 * How long a worker waits before it reads the queue again: a fifth of the second in which a manual change is put right
 * (rule 14).
 */
const pollMs = 200;
/** How often to look whether a pause has ended. */
const endsEveryMs = 1_000;
/** How long a sweep pauses between two steps: it is not urgent, and other transactions use the database meanwhile. */
const sweepPauseMs = 10;

/**
 * Keeps directory-owned teams as their rosters say (docs/rules.md#the-reconciler): takes teams from the queue, several
 * concurrently, and sweeps for drift that no event announced. Several instances may work on the same queue.
 */
export class Reconciler {
  private readonly queue: WorkedQueue;
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();
  private jobs: readonly RegularJob[] = [];
  private readonly evictions;
  private readonly restorations;
  private readonly runs;
  private readonly sweepSeconds;

  constructor(private readonly options: ReconcilerOptions) {
    const { metrics } = options.frame;
    this.queue = options.queue;
    this.evictions = metrics.counter(
      'rollcall_reconciler_evictions_total',
      'Members not on the roster, put out of directory-owned teams',
    );
    this.restorations = metrics.counter('rollcall_reconciler_restorations_total', 'Roster members put back');
    this.runs = metrics.counter('rollcall_reconciler_runs_total', 'Runs by outcome', ['outcome']);
    this.sweepSeconds = metrics.gauge('rollcall_reconciler_sweep_seconds', 'How long the last sweep took');
    const depth = singleFlight(() => this.queue.depth()); // both gauges are collected at the same time
    metrics.gauge('rollcall_reconciler_dirty_teams', 'Teams that wait to be looked at', [], async (gauge) => {
      gauge.set((await depth()).teams);
    });
    const oldest = 'How long the oldest of them waits';
    metrics.gauge('rollcall_reconciler_oldest_dirty_seconds', oldest, [], async (gauge) => {
      gauge.set((await depth()).oldestSeconds);
    });
  }

  start(): void {
    const { frame, sweepEveryMs } = this.options;
    const onFailure = (failure: string) => triesAgain(frame.logger, failure);
    const sweeps = new RegularJob({
      everyMs: sweepEveryMs,
      run: () => this.sweepAndClean(),
      onFailure: onFailure('the sweep failed'),
    });
    const ends = new RegularJob({
      everyMs: endsEveryMs,
      run: () => this.endModes(),
      onFailure: onFailure('the ends of pauses could not be looked for'),
    });
    this.jobs = [sweeps, ends];
    sweeps.wake(); // the first one begins at once
    this.working = this.work();
  }

  /** Resolves when the runs in progress are done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.working, ...this.jobs.map((job) => job.close())]);
  }

  private async work(): Promise<void> {
    const running = new Set<Promise<void>>();
    while (!this.stopping.signal.aborted) {
      const free = this.options.workers - running.size;
      const claims = free > 0 ? await this.claim(free) : [];
      for (const claim of claims) {
        const run = this.run(claim).finally(() => running.delete(run));
        running.add(run);
      }
      await this.untilFreeOrDue(running);
    }
    await Promise.all(running);
  }

  /** Waits until a run ends or, while workers are free, until it is time to read the queue again. */
  private async untilFreeOrDue(running: ReadonlySet<Promise<void>>): Promise<void> {
    if (running.size >= this.options.workers) {
      await Promise.race(running);
      return;
    }
    const over = new AbortController();
    const end = () => over.abort();
    this.stopping.signal.addEventListener('abort', end);
    const time = sleep(pollMs, undefined, { signal: over.signal }).catch(() => undefined); // rejects at an early end
    await Promise.race([time, ...running]);
    this.stopping.signal.removeEventListener('abort', end);
    end(); // else the timer would outlive the wait
  }

  private async claim(max: number): Promise<Claim[]> {
    try {
      return await this.queue.claim(max);
    } catch (error) {
      this.options.frame.logger.warn('the queue of teams could not be read: it is tried again', { error });
      await this.pause(1_000);
      return [];
    }
  }

  private async run(claim: Claim): Promise<void> {
    const { frame, reconcile } = this.options;
    try {
      const { outcome, evicted, restored, wroteEvents } = await reconcile(claim);
      this.runs.inc({ outcome });
      if (wroteEvents) this.options.announce();
      this.evictions.inc(evicted);
      this.restorations.inc(restored);
    } catch (error) {
      this.runs.inc({ outcome: 'failed' });
      frame.logger.warn('a team could not be reconciled: it is tried again', {
        accountId: claim.accountId,
        key: claim.teamId,
        error,
      });
      // If this fails too, the lease ends by itself.
      await this.queue.postpone(claim).catch(() => undefined);
    }
  }

  private async sweepAndClean(): Promise<void> {
    await this.sweep();
    await this.options.userReplica.purgeExpired();
    await this.options.cleanHistory(() => this.pause(sweepPauseMs));
  }

  private async endModes(): Promise<void> {
    if ((await this.options.endModes()) > 0) this.options.announce();
  }

  private async sweep(): Promise<void> {
    const began = performance.now();
    const id = uuidv7();
    let found = 0;
    for await (const step of this.queue.sweep({ id, correlationId: id })) {
      if (step === 'swept-elsewhere') return;
      found += step;
      if (this.stopping.signal.aborted) return;
      await this.pause(sweepPauseMs);
    }
    this.sweepSeconds.set((performance.now() - began) / 1_000);
    if (found > 0)
      this.options.frame.logger.info('the sweep found teams that differ from their groups', { count: found });
  }

  /** @returns false where it is to end */
  private async pause(ms: number): Promise<boolean> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined); // rejects at a stop
    return !this.stopping.signal.aborted;
  }
}
