import { createHash, randomBytes } from 'node:crypto';
import type { PasswordLink } from '@rollcall/contracts';

const form = /^[A-Za-z0-9_-]{86}$/;

/** Who a link is for, and the digest that its command names. */
export interface ReadLink {
  readonly accountId: string;
  readonly userId: string;
  readonly digest: string;
}

/** A new one-time link: its text, which is shown once, says whom it is for, so that nothing else needs to be known to use it. */
export function makeLink(
  accountId: string,
  userId: string,
  lifetimeMs: number,
): { readonly text: string; readonly link: PasswordLink } {
  const text = Buffer.concat([bytesOf(accountId), bytesOf(userId), randomBytes(32)]).toString('base64url');
  return { text, link: { digest: digestOf(text), expiresAt: new Date(Date.now() + lifetimeMs).toISOString() } };
}

/** Undefined for what is no link. */
export function readLink(text: string): ReadLink | undefined {
  if (!form.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return { accountId: uuidOf(bytes.subarray(0, 16)), userId: uuidOf(bytes.subarray(16, 32)), digest: digestOf(text) };
}

/** The text has 256 random bits: a plain digest cannot be turned back. */
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
