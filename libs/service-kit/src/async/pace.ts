import { setTimeout as pause } from 'node:timers/promises';

export interface PaceOptions {
  /** How long the first pass after a quiet time waits for company, in milliseconds. */
  readonly lingerMs: number;
  /** How long after one pass the next one begins at the earliest, in milliseconds. */
  readonly apartMs: number;
}

/** What is different about one wait. */
export interface PaceChange {
  /** In place of the usual distance. */
  readonly apartMs?: number;
  /** Ends the wait before its time. */
  readonly signal?: AbortSignal;
}

/**
 * Spaces the passes of a loop over what has come in: what comes alone goes on soon, what comes steadily goes on together. One caller's
 * writes would otherwise each have a pass of their own, which costs more than the write.
 */
export class Pace {
  private last = -Infinity;

  constructor(private readonly options: PaceOptions) {}

  /** Resolves when the next pass may begin. */
  async wait({ apartMs = this.options.apartMs, signal }: PaceChange = {}): Promise<void> {
    const ms = Math.max(this.options.lingerMs, this.last + apartMs - performance.now());
    if (ms > 0) await pause(ms, undefined, { signal }).catch(() => undefined); // only the signal ends it before
    this.last = performance.now();
  }
}
