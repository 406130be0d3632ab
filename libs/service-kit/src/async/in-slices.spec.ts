import { expect, it } from 'vitest';
import { inSlices } from './in-slices.js';

it('lets others go first as soon as the steps of a long computation have taken five milliseconds', async () => {
  let now = 0;
  let others = 0;
  const seen: number[] = [];
  function* computation(): Generator<undefined, string> {
    for (let step = 0; step < 8; step += 1) {
      now += 2;
      seen.push(others);
      yield;
    }
    return 'done';
  }
  const busy = setInterval(() => undefined, 1);
  const count = () => {
    others += 1;
    if (seen.length < 8) setImmediate(count);
  };
  setImmediate(count);
  const result = await inSlices(computation(), () => now);
  clearInterval(busy);
  expect(result).toBe('done');
  expect(seen).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
});
