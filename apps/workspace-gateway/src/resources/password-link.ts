import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { PasswordLink } from '@rollcall/contracts';
import type { RetryKey, Secret } from '@rollcall/gateway-kit';

/** Secret scanners find a link by it. Those that were made before have none, and work until they end. */
const prefix = 'rollcall_link_';
const form = /^(?:rollcall_link_)?[A-Za-z0-9_-]{86}$/;

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

export interface LinkLifetimes {
  readonly invitationMs: number;
  /** Of every other link. */
  readonly linkMs: number;
}

interface MadeLink {
  readonly link: PasswordLink;
  readonly shown: ShownLink;
}

/** Creates one-time links. The link's text identifies its account and person, so nothing else is needed to use it. */
export class Links {
  /** @param frontEnd page of the product for links; the text is after the #, which browsers do not send to servers */
  constructor(
    private readonly lifetimes: LinkLifetimes,
    private readonly frontEnd: string | undefined,
  ) {}

  make(accountId: string, userId: string): MadeLink {
    return this.makeFor(accountId, userId, this.lifetimes.linkMs);
  }

  /** For somebody who is invited, who may be on holiday. */
  makeInvitation(accountId: string, userId: string): MadeLink {
    return this.makeFor(accountId, userId, this.lifetimes.invitationMs);
  }

  private makeFor(accountId: string, userId: string, lifetimeMs: number): MadeLink {
    const bytes = Buffer.concat([bytesOf(accountId), bytesOf(userId), randomBytes(32)]);
    const text = prefix + bytes.toString('base64url');
    const expiresAt = new Date(Date.now() + lifetimeMs).toISOString();
    const url = this.frontEnd === undefined ? {} : { url: `${this.frontEnd.replace(/\/+$/, '')}/set-password#${text}` };
    return { link: { digest: digestOf(text), expiresAt }, shown: { text, ...url, expiresAt } };
  }
}

/** Parses a link; undefined for a text that is no link. */
export function readLink(text: string): ReadLink | undefined {
  if (!form.test(text)) return undefined;
  const bytes = Buffer.from(text.slice(-86), 'base64url');
  return { accountId: uuidOf(bytes.subarray(0, 16)), userId: uuidOf(bytes.subarray(16, 32)), digest: digestOf(text) };
}

/**
 * The key of a request that uses a link. Nobody is signed in, so the key is the link's, and answers for this link with
 * this password only. The password's digest is keyed by the link's text: who has it without the text cannot guess.
 */
export function keyOfLink(retryKey: RetryKey, link: Secret, password: Secret): RetryKey {
  const text = link.reveal();
  return retryKey.boundTo(digestOf(text), createHmac('sha256', text).update(password.reveal()).digest('base64url'));
}

/** The text has 256 random bits, so an unsalted digest cannot be inverted. */
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
