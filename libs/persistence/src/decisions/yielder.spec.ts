import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createYielder } from './yielder.js';

function workFor(ms: number): void {
  for (const end = process.threadCpuUsage().user + ms * 1_000; process.threadCpuUsage().user < end;);
}

test('a short step goes on at once', () => {
  const yieldIfLong = createYielder();
  workFor(1);
  expect(yieldIfLong()).toBeUndefined();
});

test('whoever only waited goes on at once', async () => {
  const yieldIfLong = createYielder();
  await setTimeout(120);
  expect(yieldIfLong()).toBeUndefined();
});

test('after a long step others go first, several turns of them', async () => {
  const yieldIfLong = createYielder();
  workFor(120);
  let turns = 0;
  const others = (): void => void (turns < 5 && setImmediate(() => (others(), (turns += 1))));
  others();
  await yieldIfLong();
  expect(turns).toBeGreaterThanOrEqual(5);
  expect(yieldIfLong()).toBeUndefined();
});
