import { fork } from 'node:child_process';
import { once } from 'node:events';
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
  const child = fork(new URL('usual-process.ts', import.meta.url), {
    env: { ...process.env, USUAL: JSON.stringify(options) },
  });
  await once(child, 'message');
  return {
    start: () => child.send('start'),
    async stop(): Promise<Noticed> {
      child.send('stop');
      const [noticed] = (await once(child, 'message')) as [Noticed];
      return noticed;
    },
    close: () => child.kill(),
  };
}
