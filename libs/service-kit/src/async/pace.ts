import { setTimeout as pause } from 'node:timers/promises';

export interface PaceOptions {
  /** How long the first pass after a quiet time waits for company, in milliseconds. */
  readonly lingerMs: number;
  /** How long after one pass the next one begins at the earliest, in milliseconds. */
  readonly apartMs: number;
}

/**
 * Spaces the passes of a loop over what has come in: what comes alone goes on soon, what comes steadily goes on together. One caller's
 * writes would otherwise each have a pass of their own, which costs more than the write.
 */
export class Pace {
  private last = -Infinity;

  constructor(private readonly options: PaceOptions) {}

  /** Resolves when the next pass may begin. */
  async wait(): Promise<void> {
    const { lingerMs, apartMs } = this.options;
    const ms = Math.max(lingerMs, this.last + apartMs - performance.now());
    if (ms > 0) await pause(ms);
    this.last = performance.now();
  }
}
