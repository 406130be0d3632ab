import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@rollcall/local-servers';
import { startProcess } from '@rollcall/testing';
import { Caller } from './callers.js';

/** A further workspace gateway beside a running stack, with settings of its own. Stop its process in `afterAll`. */
export async function ownWorkspaceGateway(folder: string, instance: string, settings: Record<string, string> = {}) {
  const { env } = await Caller.of(folder, 'workspace-gateway');
  const [port, internalPort] = [await freePort(), await freePort()];
  const internalUrl = `http://127.0.0.1:${internalPort}`;
  const process = await startProcess({
    name: instance,
    entry: 'apps/workspace-gateway/dist/main.js',
    env: {
      ...env,
      INSTANCE_ID: instance,
      INTERNAL_PORT: String(internalPort),
      WORKSPACE_PORT: String(port),
      REQUEST_SPOOL_DIR: await mkdtemp(join(folder, 'spool-')),
      LOG_LEVEL: 'warn',
      ...settings,
    },
    ready: { url: `${internalUrl}/health/ready` },
    within: 60_000,
  });
  return { process, internalUrl, url: `http://127.0.0.1:${port}/api` };
}
