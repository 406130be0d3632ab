import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnStack, type OwnStack } from './own-stack.ts';

/**
 * Runs the stacks of this checkout and of another commit at the same time, and removes both afterwards.
 * @param ref the other commit, checked out beside this one
 * @param work gets this checkout's stack first
 */
export async function onTwoStacks(
  root: string,
  ref: string,
  work: (stacks: OwnStack[]) => Promise<void>,
): Promise<void> {
  const checkout = join(await mkdtemp(join(tmpdir(), 'rollcall-bench-')), 'checkout');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  git('worktree', 'add', '--quiet', '--detach', checkout, ref);
  const owned: OwnStack[] = [];
  try {
    for (const from of [root, checkout]) owned.push(await startOwnStack(from));
    await work(owned);
  } finally {
    for (const own of owned) await own.stop();
    git('worktree', 'remove', '--force', checkout);
    await rm(join(checkout, '..'), { recursive: true, force: true });
  }
}
