import { createServer } from 'node:http';
import { chmod, mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nodeBinary, OwnedProcess, repositoryRoot } from '@rollcall/local-servers';
import { bundlesAreCurrent } from '../../tools/bundle/bundle-apps.js';
import { recordsAreAsPublished } from './published-records.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** `GET` starts the stack, the first time, and answers with the folder of its stack.json. */
    rollcallStack: string;
  }
}

export interface SharedStack {
  readonly url: string;
  /** The first call stops it, and each says what became of that. */
  stop(): Promise<void>;
}

/**
 * The whole stack as `npm start` runs it, with two of each gateway and service that scales: started when a spec file first asks.
 * `ROLLCALL_STACK` names the folder of one that runs already, in containers for example. When all specs are over, every record that is on
 * its topics must be as it is published.
 */
export async function shareStack(): Promise<SharedStack> {
  let started: ReturnType<typeof start> | undefined;
  const server = createServer((_request, response) => {
    (started ??= start()).then(
      ({ folder }) => response.end(folder),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = async () => {
    await new Promise((done) => server.close(done));
    const stack = await started?.catch(() => undefined);
    if (!stack?.process) return;
    try {
      await recordsAreAsPublished(stack.folder);
    } finally {
      await endStack({ ...stack, process: stack.process });
    }
  };
  let stopped: ReturnType<typeof stop> | undefined;
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => (stopped ??= stop()) };
}

function start(): Promise<{ folder: string; process?: OwnedProcess }> {
  const given = process.env.ROLLCALL_STACK;
  if (given) return Promise.resolve({ folder: resolve(repositoryRoot, given) });
  return startStack(...two, ...(process.env.ROLLCALL_SECOND_CHECKOUT ? twoMore : []));
}

const two = ['--gateways', '2', '--user-services', '2', '--team-services', '2'];
/** Added where the second of each is another version: every part then runs in both (`npm run trial:versions`). */
const twoMore = ['--token-services', '2', '--workspace-gateways', '2'];

/** Specs read every entry of audit logs on its topic, and wait neither until a stream is told to fail, nor for who was killed while sending. */
const auditOfSpecs = { AUDIT_TOPIC: 'all', AUDIT_STREAM_TELL_AFTER: '3s', AUDIT_STREAM_LEASE: '12s' };
/** Specs receive webhooks on this machine. */
const webhooksOfSpecs = { WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.1', WEBHOOK_HTTP: 'allow' };

/** A stack of one's own, as `npm start` runs it: for specs that kill what others need. Takes options of `npm start`. */
export async function startStack(...options: string[]): Promise<{ folder: string; process: OwnedProcess }> {
  if (!bundlesAreCurrent(repositoryRoot)) throw new Error('what would start is older than its modules: npm run build');
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-'));
  await chmod(folder, 0o755); // PostgreSQL's own account must get in
  // As `npm start` finds it: packages resolve to dist, not to sources as they do in vitest.
  const { DATABASE_URL: _database, KAFKA_BROKERS: _brokers, ...env } = process.env;
  const stack = new OwnedProcess({
    name: 'the stack for end-to-end specs',
    command: nodeBinary,
    args: ['tools/stack/main.ts', '--data', folder, ...options],
    cwd: repositoryRoot,
    env: {
      ...env,
      ...webhooksOfSpecs,
      ...auditOfSpecs,
      EXTERNAL_READERS: 'billing:user.events,team.events',
      ROLLCALL_OPERATORS: 'ann',
      NODE_OPTIONS: '',
      ROLLCALL_PORTS: 'any',
      ROLLCALL_KAFKA_FAST_START: 'yes',
    },
  });
  stack.start();
  await stack.line(/\] ready$/, 300_000);
  return { folder, process: stack };
}

/** Stops such a stack, and removes its data, in Docker too. */
export async function endStack({ folder, process }: { folder: string; process: OwnedProcess }): Promise<void> {
  await process.stop(30_000);
  const { removeStack } = await import('../../tools/stack/remove.js'); // needs what is built, as the stack did
  await removeStack(folder);
}
