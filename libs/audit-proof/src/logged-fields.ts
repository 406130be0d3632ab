import { decodeBase64 } from '@rollcall/transparency-log';
import { saltLength, type LoggedEntry, type LoggedField } from './entry-leaf.js';

/** The fields of an entry, as JSON brings them; undefined where they are none. */
export function loggedFields(value: unknown): LoggedEntry['fields'] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (Object.hasOwn(value, '__proto__')) return undefined;
  return Object.values(value).every(isField) ? (value as LoggedEntry['fields']) : undefined; // each of them was looked at
}

function isField(value: unknown): value is LoggedField {
  return Array.isArray(value) ? value.every(isSingle) : isSingle(value);
}

/** Exactly the members of one form: another one would be shown, and not be proved. */
function isSingle(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  const names = Object.keys(value).sort().join();
  if (!forms.has(names) || !Object.values(value).every((part) => typeof part === 'string')) return false;
  return !('salt' in value) || decodeBase64(String(value.salt))?.length === saltLength;
}

const forms = new Set(['id', 'idHash', 'salt,text', 'textHash']);
