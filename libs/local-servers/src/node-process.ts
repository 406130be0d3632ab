import { join } from 'node:path';
import type { OwnedProcess } from './owned-process.js';
import { repositoryRoot } from './places.js';
import { waitUntil } from './wait-until.js';

/** What shows that a process has started: a line of its output, or a URL that answers with 2xx. */
export type Readiness = { readonly line: RegExp } | { readonly url: string };

/** The Node 24 in node_modules, whatever version runs this code. */
export const nodeBinary = join(repositoryRoot, 'node_modules/node/bin/node');

/** The file of a bundled program, by its name: `scim-gateway`, `user-service.migrate` (ADR 0064). */
export const programOf = (name: string, root = repositoryRoot): string => join(root, 'dist', `${name}.js`);

/**
 * The flags with which Node runs a service, here and in the Dockerfile. With a limit of gigabytes, V8 lets the heap
 * grow to four times the live data; with a limit of 1 GB, to two and a half times. Live data is 60 MB, and 200 MB while
 * six groups of 100,000 are pushed at once.
 */
export const nodeFlags = ['--enable-source-maps', '--max-old-space-size=1024'];

/**
 * What stands in the environment of a service, here and in the Dockerfile. Memory of 256 kB and more is given back to the
 * system when it is freed. Without it glibc raises the limit to the largest block that it has seen, 32 MB of a large
 * body, and keeps what is smaller: 495 MB in place of 400 after eight times two bodies of 28 MB.
 */
export const nodeEnvironment = { MALLOC_MMAP_THRESHOLD_: '262144' };

/**
 * Resolves when a started process is ready.
 * @throws Error with the output of the process, when it ends first or is not ready `within` so many milliseconds
 */
export async function untilReady(owned: OwnedProcess, ready: Readiness, within = 30_000): Promise<void> {
  if ('line' in ready) {
    await owned.line(ready.line, within);
    return;
  }
  const isOver = async () => !owned.running || (await answers(ready.url));
  const inTime = await waitUntil(isOver, { within, every: 50 });
  if (!owned.running) {
    await owned.ended; // also collects its last output
    throw new Error(`${owned.name} ended (${owned.outcome}); its output:\n${owned.log}`);
  }
  if (!inTime) {
    throw new Error(`${owned.name} did not answer at ${ready.url} within ${within} ms; its output:\n${owned.log}`);
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
