import { join, resolve } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { readWhole } from './files.ts';
import { stackFile, type WrittenStack } from './stack-file.ts';

/** A stack that runs on this machine. */
export interface RunningStack {
  readonly stack: WrittenStack;
  /** The settings of its operators' tool. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The stack that `npm start` runs, or that of the folder which `ROLLCALL_LOCAL` names, for programs that talk to one. Where none runs, it
 * says so and ends the process with 1.
 */
export async function runningStack(): Promise<RunningStack> {
  const folder = resolve(repositoryRoot, process.env.ROLLCALL_LOCAL ?? '.local');
  const stack = await readWhole<WrittenStack>(stackFile(folder));
  const env = await readWhole<Record<string, string>>(join(folder, 'env.json'));
  if (stack && env && stack.services.length > 0) return { stack, env };
  console.error(
    `No stack runs in ${folder}. Start one by "npm start" in another terminal, or name its folder by ROLLCALL_LOCAL.`,
  );
  process.exit(1);
}
