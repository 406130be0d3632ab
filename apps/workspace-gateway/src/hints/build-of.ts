import { createHash } from 'node:crypto';
import type { ConsoleFiles } from '../console/console-files.js';

/**
 * Names what is served: another one where the API or the console is another. A page that was loaded before may not know the API, and
 * parts of it that it has not loaded yet are gone.
 * @param document of the API
 * @param files of the console; its page names all others by their digests
 */
export function buildOf(document: object, files: ConsoleFiles): string {
  const hash = createHash('sha256').update(JSON.stringify(document));
  return hash
    .update(files.get('index.html')?.etag ?? '')
    .digest('hex')
    .slice(0, 16);
}
