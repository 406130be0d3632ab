import { once } from 'node:events';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { niceness } from './give-way.js';

const file = fileURLToPath(new URL('./give-way.ts', import.meta.url));

/** Runs code in a thread of its own, which gives the priority that it has then. */
async function priorityIn(code: string): Promise<number> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const { getPriority } = require('node:os');
     const { readlinkSync } = require('node:fs');
     import(${JSON.stringify(file)}).then(async ({ giveWay }) => {
       ${code};
       parentPort.postMessage(getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1))));
     });`,
    { eval: true },
  );
  const [priority] = (await once(worker, 'message')) as [number];
  await worker.terminate();
  return priority;
}

describe.runIf(process.platform === 'linux')('a thread that gives way', () => {
  it('has less than its process, and its process has what it had', async () => {
    const before = getPriority(process.pid);
    expect(await priorityIn('')).toBe(before);
    expect(await priorityIn('giveWay()')).toBe(niceness);
    expect(getPriority(process.pid)).toBe(before);
  });
});
