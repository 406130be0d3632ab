import { createHash, randomBytes } from 'node:crypto';
import type { PasswordLink } from '@rollcall/contracts';

const form = /^[A-Za-z0-9_-]{86}$/;

/** The person of a link, and its digest for the command. */
export interface ReadLink {
  readonly accountId: string;
  readonly userId: string;
  readonly digest: string;
}

/** A new link, as it is shown once. */
export interface ShownLink {
  readonly text: string;
  readonly url?: string;
  readonly expiresAt: string;
}

/** Creates one-time links. The link's text identifies its account and person, so nothing else is needed to use it. */
export class Links {
  /** @param frontEnd page of the product for links; the text is after the #, which browsers do not send to servers */
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

/** Parses a link; undefined for a text that is no link. */
export function readLink(text: string): ReadLink | undefined {
  if (!form.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return { accountId: uuidOf(bytes.subarray(0, 16)), userId: uuidOf(bytes.subarray(16, 32)), digest: digestOf(text) };
}

/** The text has 256 random bits, so an unsalted digest cannot be inverted. */
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
