import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesIn, lastNumberOf, type Spooled } from './spooled-line.js';

const form = /^(\d{16})-(\d{16})\.log$/;
const padded = (number: number) => String(number).padStart(16, '0');

/** Which segment of a run it is, and how many requests those before it tell of: the name of its file. */
export interface SegmentName {
  readonly index: number;
  readonly requestsBefore: number;
}

export const fileNameOf = ({ index, requestsBefore }: SegmentName): string =>
  `${padded(index)}-${padded(requestsBefore)}.log`;

export function segmentNameOf(fileName: string): SegmentName | undefined {
  const [, index, requestsBefore] = form.exec(fileName) ?? [];
  if (index === undefined || requestsBefore === undefined) return undefined;
  return { index: Number(index), requestsBefore: Number(requestsBefore) };
}

interface SegmentParts {
  readonly bootId: string;
  readonly path: string;
  readonly bytes: number;
  readonly count: number;
  /** The last number that was on the topic when the segment was found. */
  readonly after?: number;
  readonly onRemoved?: () => void;
  /** Open for writing. */
  readonly file?: number;
}

/** A file of entries that are to be sent, oldest first. While it is written to its entries are in memory, later only when their turn has come or comes soon. */
export class Segment {
  readonly bootId: string;
  bytes: number;
  private count: number;
  private done = 0;
  private file: number | undefined;
  /** The entries that are still to be sent, where they are in memory. */
  private loaded: Spooled[] | undefined;

  private constructor(private readonly parts: SegmentParts) {
    const { bootId, bytes, count, file } = parts;
    this.bootId = bootId;
    this.bytes = bytes;
    this.count = count;
    this.file = file;
    if (file !== undefined) this.loaded = [];
  }

  /** A new one, to be written to. @throws Error where the disk does not take it */
  static open(bootId: string, directory: string, name: SegmentName): Segment {
    const path = join(directory, fileNameOf(name));
    return new Segment({ bootId, path, bytes: 0, count: 0, file: openSync(path, 'wx', 0o600) });
  }

  /** One that an earlier run has left, with so many entries behind the last one that was sent. */
  static found(parts: Omit<SegmentParts, 'file'>): Segment {
    return new Segment(parts);
  }

  /** How many entries are still to be sent. */
  get waiting(): number {
    return this.count - this.done;
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
    this.count += 1;
    this.loaded.push(entry);
  }

  /** The entries that are still to be sent; not to be kept. */
  async entries(): Promise<readonly Spooled[]> {
    const { path, after = 0 } = this.parts;
    if (!this.loaded) {
      const all = entriesIn(await readFile(path, 'utf8')).filter((entry) => lastNumberOf(entry) > after);
      this.loaded = all.slice(this.done);
    }
    return this.loaded;
  }

  /** So many of them are on the topic. */
  sent(count: number): void {
    this.done += count;
    this.loaded?.splice(0, count);
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
}
