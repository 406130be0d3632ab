import { access } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The root of the repository, from src as well as from dist. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** Where what can be made again is kept between runs: Kafka's jars. */
export function cacheDirectory(): string {
  return resolve(process.env.ROLLCALL_CACHE ?? resolve(repositoryRoot, '.local'));
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
