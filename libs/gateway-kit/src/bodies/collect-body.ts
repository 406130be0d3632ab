import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failures/failure.js';
import { largeBytes } from './body-budget.js';

export interface CollectOptions {
  /** The largest body, in bytes. */
  readonly limit: number;
  /** What `Content-Length` says; undefined where it says nothing. */
  readonly length: number | undefined;
  /** Milliseconds in which the body must arrive. */
  readonly withinMs: number;
  /** Called when a body without a length turns out to be large: no more is read until it resolves. */
  readonly beforeMore: () => Promise<unknown>;
  /** Called with the size of each further piece of a large body: for how many milliseconds no more is read. */
  readonly pauseMs?: (bytes: number) => number;
}

/** The part of the time that a large body has before it must keep pace. */
const startPart = 1 / 4;
const pacedEveryMs = 250;
/** The memory of a large body without a length grows by so much. */
const blockBytes = 1_048_576;

/**
 * Reads a body. A large one must keep pace: after a start it is refused as soon as less of it is here than would be of
 * one that comes evenly until its time is over. So no request holds memory for a body that does not come. A large one gets
 * memory of its own, which can be given to a worker thread without a copy. A failure leaves the rest of the body unread.
 * @throws Failure body-too-large, request-slow, request-malformed, and what `beforeMore` throws
 */
export async function collectBody(stream: Readable, options: CollectOptions): Promise<Buffer> {
  const { limit, length, withinMs, beforeMore, pauseMs = () => 0 } = options;
  if (length !== undefined && length > limit) throw new Failure('body-too-large');
  const collected = length === undefined ? new Chunks() : new OnePiece(length);
  const pace = new RequiredPace(withinMs);
  if (length !== undefined && length > largeBytes) pace.begin(length);
  let received = 0;
  const onChunk = (chunk: Buffer) => {
    const before = received;
    received += chunk.length;
    if (received > limit) throw new Failure('body-too-large');
    collected.take(chunk, before);
    if (received <= largeBytes) return undefined;
    if (length === undefined && before <= largeBytes) return beforeMore().then(() => pace.begin(limit));
    const ms = pauseMs(chunk.length);
    return ms > 0 ? pause(ms) : undefined;
  };
  await readAll(stream, { withinMs, onChunk, isTooSlow: () => received < pace.due() });
  if (length !== undefined && received !== length) throw new Failure('request-malformed');
  return collected.whole(received);
}

/** How much of a large body must have come by now. */
class RequiredPace {
  private bytes = 0;
  private since = 0;

  constructor(private readonly withinMs: number) {}

  /** @param bytes what the body has taken of the memory for large ones */
  begin(bytes: number): void {
    this.bytes = bytes;
    this.since = performance.now();
  }

  due(): number {
    const startMs = this.withinMs * startPart;
    return (this.bytes * (performance.now() - this.since - startMs)) / (this.withinMs - startMs);
  }
}

function memoryOf(length: number): Buffer {
  return length > largeBytes ? Buffer.from(new ArrayBuffer(length)) : Buffer.allocUnsafe(length);
}

class OnePiece {
  private readonly bytes: Buffer;

  constructor(length: number) {
    this.bytes = memoryOf(length);
  }

  take(chunk: Buffer, at: number): void {
    chunk.copy(this.bytes, at);
  }

  whole(): Buffer {
    return this.bytes;
  }
}

/** Of a body without a length: pieces of a small one as they come, and then blocks, so that the whole never takes its memory twice. */
class Chunks {
  private readonly small: Buffer[] = [];
  private readonly blocks: Buffer[] = [];
  private left = 0;

  take(chunk: Buffer, at: number): void {
    if (at < largeBytes) {
      this.small.push(chunk);
      return;
    }
    for (let taken = 0; taken < chunk.length;) {
      const copied = chunk.copy(this.block(), blockBytes - this.left, taken);
      this.left -= copied;
      taken += copied;
    }
  }

  /** The block that has room. */
  private block(): Buffer {
    const last = this.blocks.at(-1);
    if (last && this.left > 0) return last;
    const next = Buffer.from(new ArrayBuffer(blockBytes));
    this.blocks.push(next);
    this.left = blockBytes;
    return next;
  }

  whole(length: number): Buffer {
    const bytes = memoryOf(length);
    let at = 0;
    for (const chunk of this.small) at += chunk.copy(bytes, at);
    for (const block of this.blocks) {
      at += block.copy(bytes, at, 0, Math.min(blockBytes, length - at));
      (block.buffer as ArrayBuffer).transfer(0); // free at once, before a collection
    }
    return bytes;
  }
}

interface Reading {
  readonly withinMs: number;
  readonly isTooSlow: () => boolean;
  /** The next chunk waits for what it returns. */
  readonly onChunk: (chunk: Buffer) => Promise<unknown> | undefined;
}

/** Hands on chunk after chunk. */
function readAll(stream: Readable, { withinMs, isTooSlow, onChunk }: Reading): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.destroyed) return reject(new Failure('request-malformed')); // the client has gone
    const end = () => {
      clearTimeout(timer);
      clearInterval(pacing);
      stream.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    };
    let hasFailed = false;
    const fail = (error: unknown) => {
      hasFailed = true;
      end();
      stream.pause(); // without listeners it would flow on
      reject(error);
    };
    const failSlow = () => fail(new Failure('request-slow'));
    const timer = setTimeout(failSlow, withinMs);
    const pacing = setInterval(() => isTooSlow() && failSlow(), pacedEveryMs);
    const onBroken = () => fail(new Failure('request-malformed'));
    const onEnd = () => (end(), resolve());
    const onData = (chunk: Buffer) => {
      try {
        const wait = onChunk(chunk);
        if (!wait) return;
        stream.pause();
        wait.then(() => hasFailed || stream.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    stream.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}
