import { setImmediate as nextTurn } from 'node:timers/promises';
import { sliceMs } from './in-slices.js';

/**
 * For many small pieces of work that follow each other without a wait, and are much together: once they have taken five milliseconds,
 * they and those that come then wait until the event loop has done its other work.
 */
export class Slices {
  private began: number;
  private turn: Promise<void> | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.began = now();
  }

  /** Called before each piece: what it is to wait for. */
  next(): Promise<void> | undefined {
    if (!this.turn && this.now() - this.began >= sliceMs) this.turn = this.afterOthers();
    return this.turn;
  }

  private async afterOthers(): Promise<void> {
    await nextTurn();
    this.turn = undefined;
    this.began = this.now();
  }
}
