import { join } from 'node:path';
import { eventually } from './eventually.js';
import { OwnedProcess } from './servers/owned-process.js';
import { repositoryRoot } from './servers/places.js';

export interface StartProcessOptions {
  readonly name: string;
  /** A built file, from the root of the repository: `apps/user-service/dist/main.js`. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** All it gets, beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** When it counts as started: a line of its output, or an address that answers with 2xx. */
  readonly ready?: { readonly line: RegExp } | { readonly url: string };
  readonly within?: number;
}

/** Node 24 of node_modules, whatever node runs here. */
export const nodeBinary = join(repositoryRoot, 'node_modules/node/bin/node');

/**
 * How Node runs a service, here and in the Dockerfile. A heap with gigabytes before it lets four times as much garbage lie about as what
 * lives; one that may grow to 1 GB two and a half times. What lives is 60 MB, and 200 while six groups of 100,000 are pushed at once.
 */
export const nodeFlags = ['--enable-source-maps', '--max-old-space-size=1024'];

/**
 * Starts a built service of ours as a process of its own and resolves when it is ready. It ends with the test run at the
 * latest; `stop` or `kill` it in `afterAll`. Rejects with its output when it ends first or takes too long.
 */
export async function startProcess(options: StartProcessOptions): Promise<OwnedProcess> {
  const { name, entry, args = [], env = {}, ready, within = 30_000 } = options;
  const { PATH, HOME } = process.env;
  const owned = new OwnedProcess({
    name,
    command: nodeBinary,
    args: [...nodeFlags, join(repositoryRoot, entry), ...args],
    cwd: repositoryRoot,
    env: { PATH, HOME, ...env },
  });
  owned.start();
  try {
    await untilReady(owned, ready, within);
  } catch (error) {
    await owned.kill();
    throw error;
  }
  return owned;
}

/** Waits once more, after `start()` of a process that was killed. */
export async function untilReady(
  owned: OwnedProcess,
  ready: StartProcessOptions['ready'],
  within = 30_000,
): Promise<void> {
  if (!ready) return;
  if ('line' in ready) {
    await owned.line(ready.line, within);
    return;
  }
  const answers = async () => {
    if (!owned.running) return true; // looked at below: no use in waiting longer
    const response = await fetch(ready.url, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  };
  await eventually(answers, () => `${owned.name} answers at ${ready.url}; its output:\n${owned.log}`, {
    within,
    every: 50,
  });
  if (!owned.running) throw new Error(`${owned.name} ended (${owned.outcome}); its output:\n${owned.log}`);
}
