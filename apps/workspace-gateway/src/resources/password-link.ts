import { createHash, randomBytes } from 'node:crypto';
import type { PasswordLink } from '@rollcall/contracts';

const form = /^[A-Za-z0-9_-]{86}$/;

/** Who a link is for, and the digest that its command names. */
export interface ReadLink {
  readonly accountId: string;
  readonly userId: string;
  readonly digest: string;
}

/** What is shown of a new link, once. */
export interface ShownLink {
  readonly text: string;
  readonly url?: string;
  readonly expiresAt: string;
}

/** Makes one-time links. Their text says whom they are for, so that nothing else needs to be known to use them. */
export class Links {
  /** @param frontEnd where the product takes them; the text stands behind the #, which no server is sent */
  constructor(
    private readonly lifetimeMs: number,
    private readonly frontEnd: string | undefined,
  ) {}

  make(accountId: string, userId: string): { readonly link: PasswordLink; readonly shown: ShownLink } {
    const text = Buffer.concat([bytesOf(accountId), bytesOf(userId), randomBytes(32)]).toString('base64url');
    const expiresAt = new Date(Date.now() + this.lifetimeMs).toISOString();
    const url = this.frontEnd === undefined ? {} : { url: `${this.frontEnd.replace(/\/+$/, '')}/set-password#${text}` };
    return { link: { digest: digestOf(text), expiresAt }, shown: { text, ...url, expiresAt } };
  }
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
