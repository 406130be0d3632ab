/** So much is read without a pause, in milliseconds at the rate. */
const sliceMs = 4;

/** A rate at which bytes are read by several readers, all together. */
export class SharedRate {
  /** When what has been read would have come at the rate. */
  private readUntil = 0;

  constructor(
    private readonly bytesPerMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Counts bytes that were read.
   * @returns for how many milliseconds their reader is to read no more, so that others have the thread
   */
  pauseMs(bytes: number): number {
    const now = this.now();
    this.readUntil = Math.max(this.readUntil, now) + bytes / this.bytesPerMs;
    const aheadMs = this.readUntil - now;
    return aheadMs < sliceMs ? 0 : aheadMs;
  }
}
