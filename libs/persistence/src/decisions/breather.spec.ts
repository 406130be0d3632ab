import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { breather } from './breather.js';

function workFor(ms: number): void {
  for (const end = process.threadCpuUsage().user + ms * 1_000; process.threadCpuUsage().user < end;);
}

test('a short step goes on at once', () => {
  const breathe = breather();
  workFor(1);
  expect(breathe()).toBeUndefined();
});

test('whoever only waited goes on at once', async () => {
  const breathe = breather();
  await setTimeout(120);
  expect(breathe()).toBeUndefined();
});

test('after a long step others go first, several turns of them', async () => {
  const breathe = breather();
  workFor(120);
  let turns = 0;
  const others = (): void => void (turns < 5 && setImmediate(() => (others(), (turns += 1))));
  others();
  await breathe();
  expect(turns).toBeGreaterThanOrEqual(5);
  expect(breathe()).toBeUndefined();
});
