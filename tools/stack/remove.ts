// `npm run stack:remove`: removes everything that a stack has stored on this machine, in its folder and in Docker.
// Options: --data DIR, as `npm start`.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exists, repositoryRoot } from '@rollcall/local-servers';
import { removeServers } from './compose.ts';
import { takeLock } from './lock.ts';
import { readSecrets } from './secrets.ts';

/**
 * Removes a stack's folder, and the containers and volumes of its servers.
 * @throws Error where it still runs
 */
export async function removeStack(folder: string): Promise<void> {
  if (!(await exists(folder))) return;
  takeLock(folder);
  // The folder exists only for servers in Docker.
  if (await exists(join(folder, 'compose'))) removeServers((await readSecrets(folder)).composeProject);
  await rm(folder, { recursive: true, force: true });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { data: { type: 'string', default: process.env.ROLLCALL_LOCAL ?? '.local' } },
  });
  const folder = resolve(repositoryRoot, values.data);
  await removeStack(folder);
  console.log(`${folder} is removed, and what Docker kept for it`);
}
