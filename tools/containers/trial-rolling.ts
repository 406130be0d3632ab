import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ReadyProxy, type Backend } from '../../tests/resilience/rolling/ready-proxy.ts';
import { RollingLoad } from '../../tests/resilience/rolling/rolling-load.ts';
import type { RunningPart, StackFile } from '../stack/stack-file.ts';

const runFile = promisify(execFile);
const callers = 16;
/** Longer than DRAIN_SECONDS and the ten seconds after it. */
const stopWithinS = 20;
const backWithinMs = 300_000;

export interface RollingTrial {
  /** Two of each service and gateway run. */
  readonly stack: StackFile;
  /** Where everything is now: a container that was started again may have other ports. Must not block: the load is in this process. */
  readonly connect: () => Promise<StackFile>;
  /** How many requests are sent at least while containers are restarted. */
  readonly requests: number;
}

/**
 * Restarts each container of ours in turn (SIGTERM, then it is started again), behind a proxy that follows readiness, under the load of
 * `npm run trial:rolling`.
 * @returns what came of it
 * @throws Error where a request got any answer other than the expected one
 */
export async function restartedInTurn({ stack, connect, requests }: RollingTrial): Promise<string> {
  const [scim, workspace] = [await proxyFor(stack, 'scimUrl'), await proxyFor(stack, 'workspaceUrl')];
  const load = await RollingLoad.prepare({
    scimUrl: `${scim.url}/scim/v2`,
    workspaceUrl: `${workspace.url}/api`,
    token: stack.scimToken,
    admin: { account: stack.accountSlug, userName: stack.adminEmail, password: stack.adminPassword },
    callers,
  });
  const { tally } = load;
  const unexpected: string[] = [];
  tally.onUnexpected = (line) => unexpected.push(line);
  try {
    await load.run(Math.ceil(requests / 10));
    if (tally.failures > 0) throw new Error(`without a restart already: ${unexpected.join('\n')}`);
    tally.forget();
    const all = load.run(Number.POSITIVE_INFINITY);
    let restarts = 0;
    do
      for (const { container = '', name } of stack.services) {
        await runFile('docker', ['restart', '-t', String(stopWithinS), container]);
        const now = await connect();
        scim.use(backendsOf(now, 'scimUrl'));
        workspace.use(backendsOf(now, 'workspaceUrl'));
        await untilReady(now.services.find((each) => each.name === name));
        restarts += 1;
      }
    while (tally.answered < requests);
    load.stop();
    await all;
    if (unexpected.length > 0) throw new Error(`${tally.summary()}\n${unexpected.slice(0, 20).join('\n')}`);
    return `${restarts} restarts: ${tally.summary()}`;
  } finally {
    load.stop();
    await load.close();
    await Promise.all([scim.close(), workspace.close()]);
  }
}

type PublicUrl = 'scimUrl' | 'workspaceUrl';

const proxyFor = (stack: StackFile, which: PublicUrl) => ReadyProxy.start(backendsOf(stack, which));

const backendsOf = ({ services }: StackFile, which: PublicUrl): Backend[] =>
  services.flatMap(({ name, url, [which]: publicUrl }) =>
    publicUrl === undefined ? [] : [{ name, origin: new URL(publicUrl).origin, readyUrl: `${url}/health/ready` }],
  );

/** The other instance must not go before this one is back. @throws Error where it does not come back */
async function untilReady(part: RunningPart | undefined): Promise<void> {
  if (!part) throw new Error('a container that was restarted has no published port');
  const until = Date.now() + backWithinMs;
  for (;;) {
    const answer = await fetch(`${part.url}/health/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (Date.now() > until) throw new Error(`${part.name} does not come back`);
    await pause(200);
  }
}
