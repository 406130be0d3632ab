import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const form = /^scim_[a-z0-9]{1,12}_[0-9A-Za-z]{36}$/;

/**
 * Generates a SCIM token: `scim_<account>_<30 random><6 checksum>`. Thirty base62 characters hold 178 bits. The prefix
 * lets secret scanners find a leaked token. By the checksum they, and this product, recognise a typing error without a
 * query.
 */
export function makeScimToken(slug: string): string {
  const account =
    slug
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
      .slice(0, 12) || 'account';
  let random = '';
  while (random.length < 30) random += alphabet[randomInt(alphabet.length)];
  const body = `scim_${account}_${random}`;
  return body + checksumOf(body);
}

/** True for a text that has the form of a SCIM token and the right checksum; it may still belong to no account. */
export function isWellFormedScimToken(text: string): boolean {
  return form.test(text) && checksumOf(text.slice(0, -6)) === text.slice(-6);
}

/** SHA-256 in hex: what is sent and looked up instead of the secret. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Enough of a token to recognise it in a list: `scim_acme_…x7Kq`. */
export function hintOf(secret: string): string {
  return `${secret.slice(0, secret.lastIndexOf('_') + 1)}…${secret.slice(-4)}`;
}

/** CRC-32 of the text in six base62 digits. */
function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < 6; i++) {
    digits = (alphabet[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
