import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startText } from './text-body.js';

afterEach(() => {
  vi.restoreAllMocks();
});

let now = 0;
async function* pieces(count: number, piece: string, tookMs = 0): AsyncGenerator<string> {
  for (let n = 0; n < count; n += 1) {
    now += tookMs;
    yield piece;
  }
}

describe('a generated text', () => {
  it('is whole where it is short, and a stream where it is long', async () => {
    expect(await startText(pieces(3, 'ab'))).toBe('ababab');
    const long = await startText(pieces(3, 'x'.repeat(200_000)));
    expect(long).toBeInstanceOf(Readable);
    expect((await textOf(long as Readable)).length).toBe(600_000);
  });

  it('is a stream from where it takes long to generate, however little there is of it', async () => {
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = await startText(pieces(10, 'a', 500), { streamAfterMs: 2_000 });
    expect(slow).toBeInstanceOf(Readable);
    expect(await textOf(slow as Readable)).toBe('a'.repeat(10));
    expect(await startText(pieces(10, 'a', 500))).toBe('a'.repeat(10));
  });
});
