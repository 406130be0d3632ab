import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Slices } from './slices.js';

it('lets others go first as soon as pieces of work have taken five milliseconds, whoever does them', async () => {
  let now = 0;
  const done: number[] = [];
  const slices = new Slices(() => now);
  const worker = async () => {
    for (let piece = 0; piece < 6; piece += 1) {
      await slices.next();
      now += 2;
      done.push(piece);
    }
  };
  const work = Promise.all([worker(), worker()]);
  const seen: number[] = [];
  while (done.length < 12) {
    await nextTurn();
    seen.push(done.length);
  }
  await work;
  expect(Math.max(...seen.map((each, at) => each - (seen[at - 1] ?? 0)))).toBeLessThanOrEqual(4);
  expect(seen.length).toBeGreaterThanOrEqual(3);
});
