import { setTimeout as pause } from 'node:timers/promises';

/**
 * A bell that one loop waits for. A ring while nothing waits ends the next wait at once; several such rings count as
 * one.
 */
export class WakeUp {
  private rung = false;
  private listener: (() => void) | undefined;

  /** @param lingerMs how long to go on waiting after a ring, so that several rings cause one look */
  constructor(private readonly lingerMs: number) {}

  ring(): void {
    this.rung = true;
    this.listener?.();
  }

  /** Waits for a ring, and then for the linger; at most `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) await this.ringOr(ms);
    if (this.rung && this.lingerMs > 0) await pause(this.lingerMs);
    this.rung = false;
  }

  /** Waits the whole time in spite of rings, unless `giveUp` is true at one of them. */
  async pause(ms: number, giveUp: () => boolean): Promise<void> {
    const end = performance.now() + ms;
    while (!giveUp() && performance.now() < end) await this.ringOr(end - performance.now());
  }

  private ringOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.listener = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.listener = done;
    });
  }
}
