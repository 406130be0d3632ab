import { expect, it } from 'vitest';
import { singleFlight } from './single-flight.js';

it('one question answers all who ask while it is under way, and also fails for all; the next one is asked anew', async () => {
  let asked = 0;
  const answer = singleFlight(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve(asked);
  });
  const failed = await Promise.allSettled([answer(), answer()]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await Promise.all([answer(), answer()])).toEqual([2, 2]);
  expect(await answer()).toBe(3);
});
