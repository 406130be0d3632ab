import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Waits } from '../steadily.ts';

export interface UsualOptions {
  readonly scimUrl: string;
  readonly workspaceUrl: string;
  readonly account: {
    readonly slug: string;
    readonly token: string;
    readonly adminEmail: string;
    readonly adminPassword: string;
  };
}

/** How long B waited. */
export interface Noticed {
  readonly requests: Waits;
  readonly signIns: Waits;
  /** What was answered in place of a success, and how often. */
  readonly failures: readonly (readonly [string, number])[];
}

/** B's usual requests and sign-ins, at a steady rate. */
export async function startUsual(options: UsualOptions) {
  const worker = new Worker(new URL('usual-worker.ts', import.meta.url), { workerData: options });
  await once(worker, 'message');
  return {
    start: () => worker.postMessage('start'),
    async stop(): Promise<Noticed> {
      worker.postMessage('stop');
      const [noticed] = (await once(worker, 'message')) as [Noticed];
      return noticed;
    },
    close: () => worker.terminate(),
  };
}
