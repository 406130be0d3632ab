import { Pace } from '@rollcall/service-kit';
import { expect, test } from 'vitest';
import { WakeUp } from './wake-up.js';

const minute = 60_000;
const atOnce = () => new Pace({ lingerMs: 0, apartMs: 0 });
/** Loses the race against a wait that ends in time. */
const soon = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve('still waiting'), ms));

test('a ring ends the wait', async () => {
  const bell = new WakeUp(atOnce());
  const begun = performance.now();
  const waiting = bell.wait(minute).then(() => performance.now() - begun);
  expect(await Promise.race([waiting, soon(20)])).toBe('still waiting');
  bell.ring();
  expect(await Promise.race([waiting, soon(1_000)])).toBeGreaterThan(15);
});

test('rings while nobody waits are remembered, as one', async () => {
  const bell = new WakeUp(atOnce());
  bell.ring();
  bell.ring();
  expect(await Promise.race([bell.wait(minute).then(() => 'rung'), soon(1_000)])).toBe('rung');
  const begun = performance.now();
  await bell.wait(20);
  expect(performance.now() - begun).toBeGreaterThan(15);
});

test('the wait ends by itself, when its time is over and not before', async () => {
  const begun = performance.now();
  const waiting = new WakeUp(atOnce()).wait(30).then(() => performance.now() - begun);
  expect(await Promise.race([waiting, soon(1_000)])).toBeGreaterThan(25);
});

test('a pause is not cut short by a ring, unless it is to be given up', async () => {
  const bell = new WakeUp(atOnce());
  let over = false;
  const begun = performance.now();
  const pausing = bell.pause(30, () => over);
  bell.ring();
  await pausing;
  expect(performance.now() - begun).toBeGreaterThan(25);
  const longer = bell.pause(minute, () => over);
  over = true;
  bell.ring();
  expect(await Promise.race([longer.then(() => 'given up'), soon(1_000)])).toBe('given up');
});
