import { describe, expect, it } from 'vitest';
import { AnswerCache } from './answer-cache.js';

function aCache(tookMs: number) {
  const state = { now: 1_000, asked: 0 };
  const cache = new AnswerCache<{ readonly n: number }>({ max: 10, clock: () => state.now });
  const ask = (accountId = 'a', question?: unknown) =>
    cache.of(accountId, question, async () => {
      state.asked += 1;
      await Promise.resolve();
      state.now += tookMs;
      return { n: state.asked };
    });
  return { state, cache, ask };
}

describe('answers that cost much', () => {
  it('are looked for once for all who ask at the same time, and apart for each account and question', async () => {
    const { state, ask } = aCache(1);
    const [one, other, apart] = await Promise.all([ask(), ask(), ask('b'), ask('a', ['another'])]);
    expect(one).toBe(other);
    expect(apart).not.toBe(one);
    expect(state.asked).toBe(3);
  });

  it('are kept ten times as long as they took, and for ten seconds at most', async () => {
    const { state, ask } = aCache(200);
    await ask();
    state.now += 1_999;
    expect(await ask()).toEqual({ n: 1 });
    state.now += 2;
    expect(await ask()).toEqual({ n: 2 });
    const slow = aCache(5_000);
    await slow.ask();
    slow.state.now += 9_999;
    expect(await slow.ask()).toEqual({ n: 1 });
    slow.state.now += 2;
    expect(await slow.ask()).toEqual({ n: 2 });
  });

  it('are not kept where they cost little', async () => {
    const { ask } = aCache(20);
    expect([await ask(), await ask()]).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('are not kept where they failed', async () => {
    const { cache, ask } = aCache(200);
    await expect(cache.of('a', undefined, () => Promise.reject(new Error('no database')))).rejects.toThrow(
      'no database',
    );
    expect(await ask()).toEqual({ n: 1 });
  });
});
