import { SettingProblem, type Setting } from '../settings/read-settings.js';
import { HashOpener, HashSealer } from './sealed-hash.js';

/** The public key of user-service; without it password hashes can be read on the topic of commands. */
export function hashSealer(variable: string): Setting<HashSealer | undefined> {
  return { variable, read: (value) => (value === undefined ? undefined : problemIfAny(() => new HashSealer(value))) };
}

/** The private key of user-service; two, separated by a comma, while they change. Without one, only plain hashes are read. */
export function hashOpener(variable: string): Setting<HashOpener> {
  return { variable, read: (value = '') => problemIfAny(() => new HashOpener(keysIn(value))) };
}

const keysIn = (list: string) => list.split(',').flatMap((key) => key.trim() || []);

function problemIfAny<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new SettingProblem(error instanceof Error ? error.message : 'is no key');
  }
}
