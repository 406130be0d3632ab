import { join } from 'node:path';
import { auditor, externalReaders } from '@rollcall/messaging';
import { keptSecrets } from './kept-secrets.ts';

/** Passwords on Kafka of those who read topics from outside of the product, by principal. */
export type ReaderPasswords = Readonly<Record<string, string>>;

export const readersFile = 'readers.json';

/**
 * The passwords of the auditor and of the readers in the list (`EXTERNAL_READERS`), made once and kept. Who is not in the list any
 * more loses hers.
 * @throws Error as `externalReaders`
 */
export async function loadReaders(folder: string, list?: string): Promise<ReaderPasswords> {
  const principals = [auditor(), ...externalReaders(list)].map(({ principal }) => principal);
  return keptSecrets(join(folder, readersFile), principals);
}
