import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from './error-code.js';
import { gapIn, type Seen } from './gap.js';
import { entriesIn, firstNumberOf, lastNumberOf, requestsOf, timeOf, type Spooled } from './spooled-line.js';

const form = /^(\d{16})-(\d{16})\.log$/;
const padded = (number: number) => String(number).padStart(16, '0');

/** Which segment of a run it is, and how many requests those before it tell of: the name of its file. */
export interface SegmentName {
  readonly index: number;
  readonly requestsBefore: number;
}

const fileNameOf = ({ index, requestsBefore }: SegmentName): string => `${padded(index)}-${padded(requestsBefore)}.log`;

export function segmentNameOf(fileName: string): SegmentName | undefined {
  const [, index, requestsBefore] = form.exec(fileName) ?? [];
  if (index === undefined || requestsBefore === undefined) return undefined;
  return { index: Number(index), requestsBefore: Number(requestsBefore) };
}

interface SegmentParts {
  readonly bootId: string;
  readonly path: string;
  readonly bytes: number;
  /** Called with how many requests no record will tell of. */
  readonly onMissed?: ((requests: number) => void) | undefined;
  readonly onRemoved?: (() => void) | undefined;
}

/** What an earlier run has left in a segment. */
interface Left {
  /** Those that are still to be sent. */
  readonly entries: readonly Spooled[];
  /** The last number of the run that is known to be on the topic. */
  readonly sent: number;
  /** What came before them. */
  readonly before: Seen;
}

/** A file of entries that are to be sent, oldest first. While it is written to its entries are in memory, later only when their turn has come or comes soon. */
export class Segment {
  readonly bootId: string;
  bytes: number;
  /** How many entries are still to be sent, and how many requests they tell of. */
  private count = 0;
  private requests = 0;
  private sentNumber = 0;
  /** What came before the entries that are still to be sent, and the last of them. */
  private before: Seen | undefined;
  private last: Seen | undefined;
  /** Open for writing. */
  private file: number | undefined;
  /** The entries that are still to be sent, where they are in memory. */
  private loaded: Spooled[] | undefined;

  private constructor(private readonly parts: SegmentParts) {
    this.bootId = parts.bootId;
    this.bytes = parts.bytes;
  }

  /** A new one, to be written to. @throws Error where the disk does not take it */
  static open(
    { folder, ...of }: Pick<SegmentParts, 'bootId' | 'onMissed'> & { readonly folder: string },
    name: SegmentName,
  ): Segment {
    const path = join(folder, fileNameOf(name));
    const segment = new Segment({ ...of, path, bytes: 0 });
    segment.file = openSync(path, 'ax', 0o600); // each write goes to the end, wherever a failed one had come to
    segment.loaded = [];
    return segment;
  }

  /** One that an earlier run has left. */
  static found(parts: SegmentParts, { entries, sent, before }: Left): Segment {
    const segment = new Segment(parts);
    for (const entry of entries) segment.add(entry);
    segment.sentNumber = sent;
    segment.before = before;
    return segment;
  }

  /** How many entries are still to be sent. */
  get waiting(): number {
    return this.count;
  }

  /**
   * Appends an entry, as a whole or not at all.
   * @throws Error where the disk does not take it
   */
  append(entry: Spooled, line: string): void {
    const { file } = this;
    if (file === undefined || !this.loaded) throw new Error('the segment is closed');
    const bytes = Buffer.byteLength(line);
    try {
      if (writeSync(file, line) < bytes) throw new Error('the disk is full');
    } catch (error) {
      ftruncateSync(file, this.bytes);
      throw error;
    }
    this.bytes += bytes;
    this.add(entry);
    this.loaded.push(entry);
  }

  /**
   * The entries that are still to be sent; not to be kept. Those that the file does not have any more are one gap.
   * @throws Error where the file is there, and cannot be read
   */
  async entries(): Promise<readonly Spooled[]> {
    this.loaded ??= await this.load();
    return this.loaded;
  }

  /** These, the first of them, are on the topic. */
  sent(entries: readonly Spooled[]): void {
    const last = entries.at(-1);
    if (!last) return;
    this.before = { number: lastNumberOf(last), time: timeOf(last) };
    this.sentNumber = this.before.number;
    this.count -= entries.length;
    this.requests -= requestsOf(entries);
    this.loaded?.splice(0, entries.length);
  }

  /** Nothing more is written to it. Its entries leave the memory, unless their turn comes soon. */
  close({ keepsEntries = false } = {}): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    if (!keepsEntries) this.loaded = undefined;
  }

  /** Nothing of it is needed any more. */
  remove(): void {
    this.close();
    rmSync(this.parts.path, { force: true });
    this.parts.onRemoved?.();
  }

  private add(entry: Spooled): void {
    this.count += 1;
    this.requests += entry.requests;
    this.before ??= { number: firstNumberOf(entry) - 1, time: entry.kind === 'record' ? entry.time : entry.since };
    this.last = { number: Math.max(lastNumberOf(entry), this.last?.number ?? 0), time: timeOf(entry) };
  }

  private async load(): Promise<Spooled[]> {
    const all = entriesIn(await textOf(this.parts.path));
    const entries = all.filter((entry) => lastNumberOf(entry) > this.sentNumber);
    const seen = this.before ?? { number: 0, time: 0 };
    const gap = gapIn(entries, { requests: this.requests, seen, until: this.last });
    if (gap) {
      this.parts.onMissed?.(gap.requests);
      entries.push(gap);
      entries.sort((one, other) => lastNumberOf(one) - lastNumberOf(other));
    }
    this.count = entries.length;
    this.requests = requestsOf(entries);
    return entries;
  }
}

/** What a file holds: nothing where there is none. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return '';
    throw error;
  }
}
