import type { Readable } from 'node:stream';
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
}

/**
 * Reads a body. A large one gets memory of its own, which can be given to a worker thread without a copy. A failure
 * leaves the rest of the body unread.
 * @throws Failure body-too-large, request-slow, request-malformed, and what `beforeMore` throws
 */
export async function collectBody(stream: Readable, options: CollectOptions): Promise<Buffer> {
  const { limit, length, withinMs, beforeMore } = options;
  if (length !== undefined && length > limit) throw new Failure('body-too-large');
  const collected = length === undefined ? new Chunks() : new OnePiece(length);
  let received = 0;
  await readAll(stream, withinMs, (chunk) => {
    const before = received;
    received += chunk.length;
    if (received > limit) throw new Failure('body-too-large');
    collected.take(chunk, before);
    return length === undefined && before <= largeBytes && received > largeBytes ? beforeMore() : undefined;
  });
  if (length !== undefined && received !== length) throw new Failure('request-malformed');
  return collected.whole(received);
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

class Chunks {
  private readonly chunks: Buffer[] = [];

  take(chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  whole(length: number): Buffer {
    const bytes = memoryOf(length);
    let at = 0;
    for (const chunk of this.chunks) at += chunk.copy(bytes, at);
    return bytes;
  }
}

/** Hands on chunk after chunk; the next one waits for what `onChunk` returns. */
function readAll(
  stream: Readable,
  withinMs: number,
  onChunk: (chunk: Buffer) => Promise<unknown> | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.destroyed) return reject(new Failure('request-malformed')); // the client has gone
    const end = () => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    };
    const fail = (error: unknown) => {
      end();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Failure('request-slow')), withinMs);
    const onBroken = () => fail(new Failure('request-malformed'));
    const onEnd = () => (end(), resolve());
    const onData = (chunk: Buffer) => {
      try {
        const wait = onChunk(chunk);
        if (!wait) return;
        stream.pause();
        wait.then(() => stream.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    stream.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}
