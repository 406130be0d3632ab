import { createHmac, createSecretKey } from 'node:crypto';

/** What is stored instead of a token: HMAC-SHA256 of its digest, with the pepper as key. */
export type KeyedHash = (digest: string) => Buffer;

export function keyedHash(pepper: string): KeyedHash {
  const key = createSecretKey(pepper, 'utf8'); // made once: with a Buffer as key, each HMAC would make it again
  return (digest) => createHmac('sha256', key).update(digest, 'hex').digest();
}
