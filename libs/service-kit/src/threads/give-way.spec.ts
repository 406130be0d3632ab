import { execFileSync } from 'node:child_process';
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

describe.runIf(process.platform === 'linux')('the threads of the pool', () => {
  /** In a process of its own: the pool of this one is to keep what it has. */
  const prioritiesInPool = (code: string): string =>
    execFileSync(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { readdirSync, readFileSync } from 'node:fs';
       import { readFile } from 'node:fs/promises';
       import { getPriority } from 'node:os';
       import { poolGivesWay } from ${JSON.stringify(file)};
       await readFile('/proc/self/stat'); // the pool begins with the first work
       ${code};
       const pool = readdirSync('/proc/self/task').filter((id) => readFileSync(\`/proc/self/task/\${id}/comm\`, 'utf8') === 'libuv-worker\\n');
       console.log(pool.length > 0, ...new Set(pool.map((id) => getPriority(Number(id)))), getPriority());`,
    ])
      .toString()
      .trim();

  it('give way where that is asked for, and the process does not', () => {
    const own = getPriority();
    expect(prioritiesInPool('')).toBe(`true ${own} ${own}`);
    expect(prioritiesInPool('poolGivesWay()')).toBe(`true ${niceness} ${own}`);
  });
});
