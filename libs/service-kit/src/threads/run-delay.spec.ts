import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RunDelay, type Scheduled } from './run-delay.js';

const file = fileURLToPath(new URL('./run-delay.ts', import.meta.url));
const taskset = '/usr/bin/taskset';

test('the share is that since the last look', () => {
  const counted: Scheduled[] = [
    { ranNs: 100, waitedNs: 900 },
    { ranNs: 400, waitedNs: 1_000 },
    { ranNs: 400, waitedNs: 1_000 },
    { ranNs: 500, waitedNs: 1_300 },
  ];
  const delay = new RunDelay(() => counted.shift());
  expect([delay.share(), delay.share(), delay.share()]).toEqual([0.25, 0, 0.75]);
});

test('where the kernel does not count, nobody waits', () => {
  const delay = new RunDelay(() => undefined);
  expect(delay.share()).toBe(0);
});

const busyMs = 600;
/** Computes for a while, and prints its share. */
const busy = `
  import { RunDelay } from ${JSON.stringify(file)};
  const delay = new RunDelay();
  for (const end = performance.now() + ${busyMs}; performance.now() < end;);
  console.log(delay.share());`;

test.runIf(process.platform === 'linux' && existsSync(taskset))('four on one core wait most of the time', async () => {
  const run = () => promisify(execFile)(taskset, ['-c', '0', process.execPath, '--input-type=module', '--eval', busy]);
  const shares = (await Promise.all([run(), run(), run(), run()])).map(({ stdout }) => Number(stdout));
  expect(Math.max(...shares)).toBeGreaterThan(0.5);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
});
