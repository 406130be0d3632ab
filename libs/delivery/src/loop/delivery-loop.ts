import { RegularJob } from '@rollcall/service-kit';

export interface DeliveryLoopOptions<Turn> {
  readonly everyMs: number;
  /** How many turns may be under way at a time. */
  readonly atOnce: number;
  /** Takes up to so many turns that no other instance has, and keeps them from others until they are done or given up. */
  readonly take: (count: number) => Promise<readonly Turn[]>;
  /** Does one turn, such as the waiting messages of one endpoint. Where the signal is aborted it begins nothing further. */
  readonly work: (turn: Turn, signal: AbortSignal) => Promise<void>;
  /** Called with what `take` or `work` has thrown; what was taken comes again when its time is over. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Does what waits, a bounded number of turns at a time: a slow endpoint holds one place, and the others go on. Any number of instances
 * may run it. It keeps no process alive.
 */
export class DeliveryLoop<Turn> {
  private readonly job: RegularJob;
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: DeliveryLoopOptions<Turn>) {
    const { everyMs, onFailure } = options;
    this.job = new RegularJob({ everyMs, run: () => this.fill(), onFailure });
  }

  /** Looks now for what can be done. */
  wake(): void {
    this.job.wake();
  }

  /** Begins no further turn, and waits for those under way. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.job.close();
    await Promise.all(this.running);
  }

  /** Fills the free places as long as there is something to do. */
  private async fill(): Promise<void> {
    for (;;) {
      const free = this.options.atOnce - this.running.size;
      if (free <= 0 || this.stopping.signal.aborted) return;
      const turns = await this.options.take(free);
      for (const turn of turns) this.begin(turn);
      if (turns.length < free) return;
    }
  }

  private begin(turn: Turn): void {
    const work = this.options
      .work(turn, this.stopping.signal)
      .catch(this.options.onFailure)
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }
}
