import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const bytes = 24;

/** What is counted of a run. */
export interface Counts {
  /** Requests that were answered, or were about to be. */
  requests: number;
  /** The last number that was given to a record. */
  numbers: number;
  /** The last number that is known to be on the topic. */
  sent: number;
}

/**
 * The counts of a run, in a file of three numbers that is written over at once: what a process has written stays when the process is
 * killed, and costs a microsecond. When the whole machine stops, the file is what its disk has of it.
 */
export class RunCounts implements Counts {
  requests = 0;
  numbers = 0;
  sent = 0;
  private readonly buffer = Buffer.alloc(bytes);
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'w', 0o600);
    this.save();
  }

  /** @throws Error where the disk does not take it */
  save(): void {
    this.buffer.writeDoubleLE(this.requests, 0);
    this.buffer.writeDoubleLE(this.numbers, 8);
    this.buffer.writeDoubleLE(this.sent, 16);
    writeSync(this.file, this.buffer, 0, bytes, 0);
  }

  close(): void {
    closeSync(this.file);
  }

  /** The counts of a run that has ended; none of a file that is not whole. */
  static read(path: string): Counts {
    const buffer = Buffer.alloc(bytes);
    readFileSync(path).copy(buffer);
    return { requests: buffer.readDoubleLE(0), numbers: buffer.readDoubleLE(8), sent: buffer.readDoubleLE(16) };
  }
}
