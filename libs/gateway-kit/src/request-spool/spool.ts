import { RunCounts } from './run-counts.js';
import { Segment } from './segment.js';
import { lastNumberOf, lineOf, type Spooled, type SpooledGap, type SpooledRecord } from './spooled-line.js';

export interface SpoolOptions {
  /** Of this run alone. */
  readonly folder: string;
  readonly bootId: string;
  /** How much may wait; further records are lost, and counted. */
  readonly maxBytes: number;
  /** What earlier runs have left, oldest first; sent before anything of this run. */
  readonly earlier?: readonly Segment[];
  readonly now?: () => number;
  /** Called with how many requests no record will tell of. */
  readonly onMissed?: (requests: number) => void;
  readonly onFailure: (error: unknown) => void;
}

const largestSegment = 1_048_576;
/** While the broker keeps up nothing is read back from files. */
const segmentsInMemory = 3;
/** How often a failure of the disk is told. */
const logAgainMs = 10_000;
/** The file of a run's counts. */
export const countsFile = 'counts';

/**
 * The records of answered requests on their way to the topic, in files: what was written is there after the process is killed.
 * Each request is counted before it is answered, so that a record that never came is missed: the requests of a run are those that its
 * records and gaps tell of, and no others. Counting and writing wait for nothing but the machine's file cache.
 */
export class Spool {
  private readonly counts: RunCounts;
  private readonly segmentBytes: number;
  /** Those before the current one. */
  private readonly closed: Segment[];
  private closedBytes: number;
  private current: Segment;
  private segments = 0;
  /** Requests that the entries of this run tell of so far. */
  private spooled = 0;
  private gap: SpooledGap | undefined;
  private loggedAt = -Infinity;
  private readonly now: () => number;

  constructor(private readonly options: SpoolOptions) {
    const { folder, earlier = [], maxBytes, now = Date.now } = options;
    this.now = now;
    this.segmentBytes = Math.min(largestSegment, maxBytes / 8);
    this.counts = new RunCounts(`${folder}/${countsFile}`);
    this.closed = [...earlier];
    this.closedBytes = earlier.reduce((sum, { bytes }) => sum + bytes, 0);
    this.current = this.newSegment();
  }

  get bytes(): number {
    return this.closedBytes + this.current.bytes;
  }

  /** How many entries wait to be sent. */
  get waiting(): number {
    return this.closed.reduce((sum, { waiting }) => sum + waiting, this.current.waiting);
  }

  /** Whether records are being lost. */
  get isFull(): boolean {
    return this.gap !== undefined;
  }

  /** Whether there is room for the records of all that is under way, and some more. */
  get hasRoom(): boolean {
    return this.gap === undefined && this.bytes + this.segmentBytes <= this.options.maxBytes;
  }

  /** Counts a request that is about to be answered: its record is to follow. */
  countRequest(): void {
    this.counts.requests += 1;
    this.attempt(() => this.counts.save());
  }

  /** Gives the record the next number, and keeps it, or counts it as lost where there is no room. */
  append(record: Omit<SpooledRecord, 'kind' | 'number'>): void {
    const number = (this.counts.numbers += 1);
    if (!this.closeGap() || !this.keep({ kind: 'record', number, ...record })) this.lose(number, record.requests);
  }

  /** The oldest segment that has something to be sent. */
  oldest(): Segment | undefined {
    this.closeGap();
    this.removeSent();
    return this.closed[0] ?? (this.current.waiting > 0 ? this.current : undefined);
  }

  /** These entries of a segment, its first ones, are on the topic. */
  sent(segment: Segment, entries: readonly Spooled[]): void {
    segment.sent(entries);
    const last = entries.at(-1);
    if (last && segment.bootId === this.options.bootId) {
      this.counts.sent = lastNumberOf(last);
      this.attempt(() => this.counts.save());
    }
    this.removeSent();
    this.closeGap();
  }

  /** @returns whether nothing is left to be sent */
  close(): boolean {
    const isEmpty = this.oldest() === undefined && this.gap === undefined;
    this.current.close();
    this.counts.close();
    return isEmpty;
  }

  private lose(number: number, requests: number): void {
    const time = this.now();
    this.gap ??= { kind: 'gap', from: number, to: number, requests: 0, since: time, until: time };
    this.gap = { ...this.gap, to: number, requests: this.gap.requests + requests, until: time };
    this.options.onMissed?.(requests);
    this.attempt(() => this.counts.save());
  }

  /** Keeps what the open gap says, once there is room for some records behind it. @returns whether none is open */
  private closeGap(): boolean {
    const { gap } = this;
    if (!gap) return true;
    if (this.bytes + this.segmentBytes > this.options.maxBytes || !this.keep(gap)) return false;
    this.gap = undefined;
    return true;
  }

  private keep(entry: Spooled): boolean {
    const line = lineOf(entry);
    if (this.bytes + Buffer.byteLength(line) > this.options.maxBytes) return false;
    const isKept = this.attempt(() => {
      if (this.current.bytes >= this.segmentBytes) this.beginSegment();
      this.current.append(entry, line);
    });
    if (isKept) this.spooled += entry.requests;
    return isKept;
  }

  private beginSegment(): void {
    const next = this.newSegment();
    this.current.close({ keepsEntries: this.closed.length < segmentsInMemory });
    this.closed.push(this.current);
    this.closedBytes += this.current.bytes;
    this.current = next;
  }

  /** A current segment that is full and sent makes room like the others. */
  private removeSent(): void {
    if (this.current.waiting === 0 && this.current.bytes >= this.segmentBytes) this.attempt(() => this.beginSegment());
    while (this.closed[0]?.waiting === 0) {
      const gone = this.closed.shift();
      this.closedBytes -= gone?.bytes ?? 0;
      this.attempt(() => gone?.remove());
    }
  }

  private newSegment(): Segment {
    const { bootId, folder, onMissed } = this.options;
    const name = { index: this.segments + 1, requestsBefore: this.spooled };
    const segment = Segment.open({ bootId, folder, onMissed }, name);
    this.segments += 1;
    return segment;
  }

  /** Tells of a failure, and not again for a while: the next request fails in the same way. */
  private attempt(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      const now = this.now();
      if (now - this.loggedAt >= logAgainMs) {
        this.loggedAt = now;
        this.options.onFailure(error);
      }
      return false;
    }
  }
}
