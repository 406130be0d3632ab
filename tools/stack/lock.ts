import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

/**
 * Makes sure that only one stack at a time runs in a folder: two would corrupt its files.
 * @throws Error naming the other's pid.
 */
export function takeLock(folder: string): void {
  const file = join(folder, 'stack.pid');
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      process.on('exit', () => rmSync(file, { force: true }));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid && isStack(pid)) {
      throw new Error(
        `A stack runs in ${folder} already (pid ${pid}). Stop it with Ctrl-C there or \`kill ${pid}\`, or start another one elsewhere: npm start -- --data DIR`,
      );
    }
    rmSync(file, { force: true }); // its process was killed
  }
}

/** Whether a pid belongs to a stack: another program may have it by now. */
function isStack(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return (stdout ?? '').includes('tools/stack/main.ts');
}
