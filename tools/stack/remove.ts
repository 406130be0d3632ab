// `npm run stack:remove`: removes everything that a stack has stored on this machine, in its directory and in Docker.
// Options: --data DIR, as `npm start`.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exists, repositoryRoot } from '@rollcall/local-servers';
import { removeServers } from './compose.ts';
import { takeLock } from './lock.ts';
import { readSecrets } from './secrets.ts';

/**
 * Removes a stack's directory, and the containers and volumes of its servers.
 * @throws Error where it still runs
 */
export async function removeStack(directory: string): Promise<void> {
  if (!(await exists(directory))) return;
  takeLock(directory);
  // The directory exists only for servers in Docker.
  if (await exists(join(directory, 'compose'))) removeServers((await readSecrets(directory)).composeProject);
  await rm(directory, { recursive: true, force: true });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { data: { type: 'string', default: process.env.ROLLCALL_LOCAL ?? '.local' } },
  });
  const directory = resolve(repositoryRoot, values.data);
  await removeStack(directory);
  console.log(`${directory} is removed, and what Docker kept for it`);
}
