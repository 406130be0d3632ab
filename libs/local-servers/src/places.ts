import { access } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The root of the repository, whether this runs from src or from dist. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** The folder for reproducible files that are kept between runs: Kafka's jars. */
export function cacheFolder(): string {
  return resolve(process.env.ROLLCALL_CACHE ?? resolve(repositoryRoot, '.local'));
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
