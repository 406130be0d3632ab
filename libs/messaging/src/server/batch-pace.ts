import { Pace, type PaceOptions } from '@rollcall/service-kit';
import { RunDelay } from '@rollcall/service-kit/threads';

/** Where much comes, more is fetched and saved at once: that costs less each. */
export interface LoadOptions {
  readonly recordsPerSecond: number;
  /** How far apart batches are then, unless one is full before. */
  readonly batchesApartMs: number;
  /** How far apart fetches are then that bring little. */
  readonly fetchesApartMs: number;
}

/** Where others want the cores, and more comes than one batch takes, the rest waits until they do not, or until its time is over. */
export interface YieldOptions {
  /** Whether others want the cores. It is asked before each full batch. */
  readonly isStarved: () => boolean;
  /** How far apart full batches are then. */
  readonly batchesApartMs: number;
  /** So long at most; then they follow each other until less than a batch waits. */
  readonly forMs: number;
}

export interface BatchPaceOptions {
  /** How a batch that is not full waits for more records. */
  readonly pace?: PaceOptions | undefined;
  /** How far apart fetches are that bring little. */
  readonly fetchPace?: PaceOptions | undefined;
  /** From how many records a second on both wait longer, and how long. */
  readonly load?: LoadOptions | undefined;
  /** How full batches wait while others want the cores. */
  readonly yields?: YieldOptions | undefined;
}

/** No other message waits for what is made of these: only people who look at it do. */
const usualPace: PaceOptions = { lingerMs: 20, apartMs: 200 };
/** A fetch costs more than the few records that it brings: where they come steadily, the next one waits for more of them. */
const usualFetchPace: PaceOptions = { lingerMs: 0, apartMs: 100 };
/** Only many callers together send so much: somebody who does one thing and then looks for it notices nothing of it. */
const usualLoad: LoadOptions = { recordsPerSecond: 1_500, batchesApartMs: 1_000, fetchesApartMs: 300 };
/** A batch each two seconds, while the main thread waits for a core longer than it has one: for bursts of half a minute (ADR 0078). */
function usualYields(): YieldOptions {
  const delay = new RunDelay();
  return { isStarved: () => delay.share() > 0.5, batchesApartMs: 2_000, forMs: 30_000 };
}

/** When the next batch is taken of what was fetched, and when more is fetched. */
export class BatchPace {
  private readonly batches: Pace;
  private readonly fetches: Pace;
  private readonly load: LoadOptions;
  private readonly yields: YieldOptions;
  private wait = new AbortController();
  private takenAt = -Infinity;
  /** Whether so much had come when the last batch was taken that the next one waits longer. */
  private isLoaded = false;
  /** Until when full batches wait for those who want the cores; undefined where less than a batch waited last. */
  private yieldsUntil: number | undefined;

  constructor({ pace = usualPace, fetchPace = usualFetchPace, load = usualLoad, yields }: BatchPaceOptions) {
    this.batches = new Pace(pace);
    this.fetches = new Pace(fetchPace);
    this.load = load;
    this.yields = yields ?? usualYields();
  }

  /**
   * Resolves when it is time for the next batch, or one is full and others leave a core for it.
   * @param isFull whether one is full already
   */
  async nextBatch(isFull: boolean): Promise<void> {
    if (isFull) return this.nextFullBatch();
    this.yieldsUntil = undefined;
    this.wait = new AbortController();
    const { signal } = this.wait;
    await this.batches.wait(this.isLoaded ? { apartMs: this.load.batchesApartMs, signal } : { signal });
  }

  private async nextFullBatch(): Promise<void> {
    const { isStarved, batchesApartMs, forMs } = this.yields;
    if (!isStarved()) return;
    const now = performance.now();
    this.yieldsUntil ??= now + forMs;
    if (now < this.yieldsUntil) await this.batches.wait({ apartMs: batchesApartMs });
  }

  /** A batch is full: it waits no longer for more. */
  filled(): void {
    this.wait.abort();
  }

  /** So many records were taken together. */
  taken(records: number): void {
    const now = performance.now();
    this.isLoaded = records * 1_000 > this.load.recordsPerSecond * (now - this.takenAt);
    this.takenAt = now;
  }

  /** Resolves when it is time to fetch more, where there is little. */
  async nextFetch(): Promise<void> {
    await this.fetches.wait(this.isLoaded ? { apartMs: this.load.fetchesApartMs } : {});
  }
}
