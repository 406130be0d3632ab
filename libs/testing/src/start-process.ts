import { join } from 'node:path';
import {
  nodeBinary,
  nodeEnvironment,
  nodeFlags,
  OwnedProcess,
  repositoryRoot,
  untilReady,
  type Readiness,
} from '@rollcall/local-servers';

export interface StartProcessOptions {
  readonly name: string;
  /** A built file, relative to the root of the repository: `dist/user-service.js`. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** The whole environment of the process, besides PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** What shows that it has started; by default nothing is awaited. */
  readonly ready?: Readiness;
  readonly within?: number;
}

/**
 * Starts a built service as a process and resolves when it is ready. The process ends with the test run at the latest;
 * `stop` or `kill` it in `afterAll`. Rejects with its output when it ends first or takes too long.
 */
export async function startProcess(options: StartProcessOptions): Promise<OwnedProcess> {
  const { name, entry, args = [], env = {}, ready, within } = options;
  const { PATH, HOME } = process.env;
  const owned = new OwnedProcess({
    name,
    command: nodeBinary,
    args: [...nodeFlags, join(repositoryRoot, entry), ...args],
    cwd: repositoryRoot,
    env: { ...nodeEnvironment, PATH, HOME, ...env },
  });
  owned.start();
  try {
    if (ready) await untilReady(owned, ready, within);
  } catch (error) {
    await owned.kill();
    throw error;
  }
  return owned;
}
