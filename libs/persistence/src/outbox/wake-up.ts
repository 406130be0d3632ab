import { setTimeout as pause } from 'node:timers/promises';

/** A bell that one loop waits for. Rings while nobody waits are remembered, and many count as one. */
export class WakeUp {
  private rung = false;
  private listener: (() => void) | undefined;

  /** @param lingerMs how long to wait after a ring, so that several share one look */
  constructor(private readonly lingerMs: number) {}

  ring(): void {
    this.rung = true;
    this.listener?.();
  }

  /** Until the bell rings (and a moment longer), or the time is over. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) await this.ringOr(ms);
    if (this.rung && this.lingerMs > 0) await pause(this.lingerMs);
    this.rung = false;
  }

  /** The whole time, whatever rings, unless a ring finds that it should be given up. */
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
