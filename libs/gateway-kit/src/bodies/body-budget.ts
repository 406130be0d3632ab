import { Failure } from '../failures/failure.js';
import { SharedRate } from './shared-rate.js';

export interface BodyBudgetOptions {
  /** Bytes of all large bodies that are read or parsed at the same time. */
  readonly totalBytes: number;
  /** Bytes of one account's large bodies; a single body may always be as large as its route allows. */
  readonly accountBytes: number;
  /** How long a body waits for others, in milliseconds, before it is refused. */
  readonly waitMs: number;
  /** A body of at most so many bytes goes before larger ones that wait, where there is room for it. Default: none does. */
  readonly passingBytes?: number;
}

/** From this size on a body counts as large; smaller ones need no budget. */
export const largeBytes = 262_144;

/** Large bodies, all together, are read no faster than this: 64 MB a second. A client that is near sends ten times that, and keeps the thread busy with it. */
export const bytesPerMs = 67_108;

interface QueuedBody {
  readonly bytes: number;
  readonly begin: () => void;
}

/**
 * Shares out the memory for large bodies. Bytes are taken before the body is read: what waits is left at the client. An
 * account that has its share already is refused; one that has not waits for its turn, first come, first served, which
 * is fair because of the shares. Small ones pass: a person's change is not to wait for a group that comes slowly, behind another that waits.
 */
export class BodyBudget {
  private used = 0;
  private readonly byAccount = new Map<string, number>();
  private readonly line: QueuedBody[] = [];
  private readonly rate: SharedRate;

  constructor(
    private readonly options: BodyBudgetOptions,
    now?: () => number,
  ) {
    this.rate = new SharedRate(bytesPerMs, now);
  }

  /**
   * @returns gives the bytes back; may be called repeatedly
   * @throws Failure bodies-of-account, bodies-overload
   */
  async take(account: string, bytes: number): Promise<() => void> {
    const held = this.byAccount.get(account) ?? 0;
    if (held > 0 && held + bytes > this.options.accountBytes) throw new Failure('bodies-of-account');
    this.byAccount.set(account, held + bytes);
    try {
      await this.turn(bytes);
    } catch (error) {
      this.forget(account, bytes);
      throw error;
    }
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.forget(account, bytes);
      this.used -= bytes;
      this.next();
    };
  }

  /**
   * Counts bytes of a large body that were read.
   * @returns for how many milliseconds no more of it is to be read, so that others have the thread
   */
  pauseMs(bytes: number): number {
    return this.rate.pauseMs(bytes);
  }

  private turn(bytes: number): Promise<void> | void {
    if ((this.line.length === 0 || this.passes(bytes)) && this.fits(bytes)) {
      this.used += bytes;
      return;
    }
    return new Promise((resolve, reject) => {
      const waiting = { bytes, begin: () => (clearTimeout(timer), resolve()) };
      const timer = setTimeout(() => {
        this.line.splice(this.line.indexOf(waiting), 1);
        reject(new Failure('bodies-overload'));
        this.next(); // a smaller one behind it may fit
      }, this.options.waitMs);
      this.line.push(waiting);
    });
  }

  private next(): void {
    let isFirst = true;
    const waitingNow = this.line.slice(); // it gets shorter meanwhile
    for (const waiting of waitingNow) {
      if ((isFirst || this.passes(waiting.bytes)) && this.fits(waiting.bytes)) {
        this.line.splice(this.line.indexOf(waiting), 1);
        this.used += waiting.bytes;
        waiting.begin();
      } else isFirst = false;
    }
  }

  private passes(bytes: number): boolean {
    return bytes <= (this.options.passingBytes ?? 0);
  }

  private fits(bytes: number): boolean {
    return this.used === 0 || this.used + bytes <= this.options.totalBytes;
  }

  private forget(account: string, bytes: number): void {
    const left = (this.byAccount.get(account) ?? 0) - bytes;
    if (left > 0) this.byAccount.set(account, left);
    else this.byAccount.delete(account);
  }
}
