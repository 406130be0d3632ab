import { Pace, type PaceOptions } from '@rollcall/service-kit';

/** Where much comes, more is fetched and saved at once: that costs less each. */
export interface LoadOptions {
  readonly recordsPerSecond: number;
  /** How far apart batches are then, unless one is full before. */
  readonly batchesApartMs: number;
  /** How far apart fetches are then that bring little. */
  readonly fetchesApartMs: number;
}

export interface BatchPaceOptions {
  /** How a batch that is not full waits for more records. */
  readonly pace?: PaceOptions | undefined;
  /** How far apart fetches are that bring little. */
  readonly fetchPace?: PaceOptions | undefined;
  /** From how many records a second on both wait longer, and how long. */
  readonly load?: LoadOptions | undefined;
}

/** No message waits for what is kept; only people do who look at it. */
const usualPace: PaceOptions = { lingerMs: 20, apartMs: 200 };
/** A fetch costs more than the few records that it brings: where they come steadily, the next one waits for more of them. */
const usualFetchPace: PaceOptions = { lingerMs: 0, apartMs: 100 };
/** Who does one thing and looks for it then does not notice: so much comes from many callers only. */
const usualLoad: LoadOptions = { recordsPerSecond: 1_500, batchesApartMs: 1_000, fetchesApartMs: 300 };

/** When the next batch is taken of what was fetched, and when more is fetched. */
export class BatchPace {
  private readonly batches: Pace;
  private readonly fetches: Pace;
  private readonly load: LoadOptions;
  private wait = new AbortController();
  private takenAt = -Infinity;
  /** Whether so much had come when the last batch was taken that the next one waits longer. */
  private isLoaded = false;

  constructor({ pace = usualPace, fetchPace = usualFetchPace, load = usualLoad }: BatchPaceOptions) {
    this.batches = new Pace(pace);
    this.fetches = new Pace(fetchPace);
    this.load = load;
  }

  /** Resolves when it is time for the next batch, or one is full. */
  async nextBatch(): Promise<void> {
    this.wait = new AbortController();
    const { signal } = this.wait;
    await this.batches.wait(this.isLoaded ? { apartMs: this.load.batchesApartMs, signal } : { signal });
  }

  /** A batch is full: it waits no longer. */
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
