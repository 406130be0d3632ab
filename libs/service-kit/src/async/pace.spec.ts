import { expect, test } from 'vitest';
import { Pace } from './pace.js';

async function waited(pace: Pace): Promise<number> {
  const begun = performance.now();
  await pace.wait();
  return performance.now() - begun;
}

test('what comes after a quiet time waits for company only shortly', async () => {
  const pace = new Pace({ lingerMs: 10, apartMs: 60_000 });
  expect(
    await Promise.race([waited(pace), new Promise((resolve) => setTimeout(resolve, 5_000, 'too long'))]),
  ).toBeLessThan(5_000);
});

test('passes follow each other so far apart', async () => {
  const pace = new Pace({ lingerMs: 0, apartMs: 60 });
  await pace.wait();
  expect(await waited(pace)).toBeGreaterThan(50);
});

test('a pass that took long is followed by the next one soon', async () => {
  const pace = new Pace({ lingerMs: 1, apartMs: 20 });
  await pace.wait();
  await new Promise((resolve) => setTimeout(resolve, 40));
  const begun = performance.now();
  await pace.wait();
  await pace.wait();
  expect(performance.now() - begun).toBeGreaterThan(15); // the second of them only
});

test('one wait may be longer than the others, and ended before its time', async () => {
  const pace = new Pace({ lingerMs: 0, apartMs: 0 });
  await pace.wait();
  const begun = performance.now();
  await pace.wait({ apartMs: 60 });
  expect(performance.now() - begun).toBeGreaterThan(50);
  const ended = new AbortController();
  const wait = pace.wait({ apartMs: 600_000, signal: ended.signal });
  ended.abort();
  await wait;
  expect(performance.now() - begun).toBeLessThan(60_000);
});
