import type { Logger } from '../logging/logger.js';

export interface RegularJobOptions {
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
  /** Called with what a run has thrown; the next one comes all the same. */
  readonly onFailure: (error: unknown) => void;
}

/** A job that is done again and again, one run at a time. It keeps no process alive. */
export class RegularJob {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> | undefined;
  private isWanted = false;
  private isClosed = false;

  constructor(private readonly options: RegularJobOptions) {
    this.timer = setInterval(() => {
      this.running ??= this.runOnce();
    }, options.everyMs).unref();
  }

  /** Runs now. Where a run is under way, one more comes after it, however often this is called meanwhile. */
  wake(): void {
    if (this.isClosed) return;
    if (this.running) this.isWanted = true;
    else this.running = this.runOnce();
  }

  /** Begins no further run, and waits for the one that is under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async runOnce(): Promise<void> {
    try {
      await this.options.run();
    } catch (error) {
      this.options.onFailure(error);
    } finally {
      this.running = undefined;
      if (this.isWanted) {
        this.isWanted = false;
        this.wake();
      }
    }
  }
}

/** Warns of what could not be done: the `onFailure` of what goes on all the same. */
export function triesAgain(logger: Pick<Logger, 'warn'>, failure: string): (error: unknown) => void {
  return (error) => logger.warn(`${failure}: it is tried again later`, { error });
}
