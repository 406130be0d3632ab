import type { Pace } from '@rollcall/service-kit';

/**
 * A bell that one loop waits for. A ring while nothing waits ends the next wait at once; several such rings count as
 * one.
 */
export class WakeUp {
  private rung = false;
  private listener: (() => void) | undefined;

  /** @param pace when to look after a ring: several rings cause one look */
  constructor(private readonly pace: Pace) {}

  ring(): void {
    this.rung = true;
    this.listener?.();
  }

  /** Waits for a ring, at most `ms`, and then for its pace. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) await this.ringOr(ms);
    if (this.rung) await this.pace.wait();
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
