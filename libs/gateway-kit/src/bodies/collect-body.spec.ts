import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { collectBody } from './collect-body.js';

const megabyte = 1_048_576;
const withinMs = 2_000;
const slow = expect.objectContaining({ code: 'request-slow' }) as Error;

const collect = (stream: PassThrough, length?: number) =>
  collectBody(stream, { limit: megabyte, length, withinMs, beforeMore: () => Promise.resolve() });

describe('a large body', () => {
  it.each([
    ['with a length', true],
    ['without one', false],
  ])('%s is as it was sent', async (_, hasLength) => {
    const sent = randomBytes(3 * megabyte + 17);
    const pieces = [0, 1, 90_000, 200_000, 300_000, 1_400_000, sent.length];
    const stream = Readable.from(
      pieces.slice(1).map((end, at) => sent.subarray(pieces[at], end)),
      { objectMode: false },
    );
    const beforeMore = () => Promise.resolve();
    const length = hasLength ? sent.length : undefined;
    const collected = await collectBody(stream, { limit: 4 * megabyte, length, withinMs, beforeMore });
    expect(collected.equals(sent)).toBe(true);
    expect(collected.buffer.byteLength).toBe(sent.length);
  });

  it('is read with rests, of which nobody knows better than who shares them out', async () => {
    const rests: number[] = [];
    const begun = performance.now();
    const stream = Readable.from(
      Array.from({ length: 20 }, () => Buffer.alloc(65_536)),
      { objectMode: false },
    );
    await collectBody(stream, {
      limit: 2 * megabyte,
      length: 20 * 65_536,
      withinMs,
      beforeMore: () => Promise.resolve(),
      pauseMs: (bytes) => {
        rests.push(bytes);
        return 5;
      },
    });
    expect(rests).toEqual(Array.from({ length: 16 }, () => 65_536)); // those behind the first 256 kB
    expect(performance.now() - begun).toBeGreaterThan(16 * 4);
  });

  it.each([
    ['with a length', megabyte],
    ['without one', undefined],
  ])('%s that comes in drops is refused long before its time is over', async (_, length) => {
    const stream = new PassThrough();
    const begun = performance.now();
    const collected = collect(stream, length);
    stream.write(Buffer.alloc(300_000));
    const drops = setInterval(() => stream.write('.'), 50);
    await expect(collected).rejects.toThrow(slow);
    clearInterval(drops);
    expect(performance.now() - begun).toBeLessThan(0.75 * withinMs);
  });

  it('that comes evenly in its time is taken', async () => {
    const stream = new PassThrough();
    const collected = collect(stream, megabyte);
    // By the clock, so that a busy machine makes no drops of it.
    const begun = performance.now();
    for (let sent = 0; sent < megabyte;) {
      await later(withinMs / 20);
      const due = Math.min(megabyte, Math.round((megabyte * (performance.now() - begun)) / (0.8 * withinMs)));
      stream.write(Buffer.alloc(due - sent));
      sent = due;
    }
    stream.end();
    expect(await collected).toHaveLength(megabyte);
  });
});

it('a small body may come in drops', async () => {
  const stream = new PassThrough();
  const collected = collect(stream, 200_000);
  await later(0.6 * withinMs);
  stream.end(Buffer.alloc(200_000));
  expect(await collected).toHaveLength(200_000);
});
