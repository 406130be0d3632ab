import { createHmac, createSecretKey } from 'node:crypto';

/** What is stored in place of a token: HMAC-SHA256 of its digest, under the pepper. */
export type KeyedHash = (digest: string) => Buffer;

export function keyedHash(pepper: string): KeyedHash {
  const key = createSecretKey(pepper, 'utf8'); // made once: with a Buffer key each HMAC pays for it again
  return (digest) => createHmac('sha256', key).update(digest, 'hex').digest();
}
