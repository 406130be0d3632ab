import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { base62, base62Alphabet } from './base62.js';
import type { TokenPurpose } from './token-purpose.js';
import type { TokenSignature } from './token-signature.js';

/**
 * A SCIM token is `rollcall_scim_<30 random><4 key id><11 signature><6 checksum>`, all but the prefix in base62, and an
 * audit token begins with `rollcall_audit_`. Thirty characters hold 178 bits. The prefix is the product's own, so that
 * secret scanners find a leaked token, and by the checksum they recognise it offline. By the signature, which is about
 * the prefix too, gateways tell an invented token without a query.
 */
const prefixes: Readonly<Record<TokenPurpose, string>> = { scim: 'rollcall_scim_', audit: 'rollcall_audit_' };
const randomLength = 30;
const keyIdLength = 4;
const form = /^[0-9A-Za-z]{51}$/;
/** Tokens that were made before: `scim_<account>_<30 random><6 checksum>`. They work until they end. */
const formerForm = /^scim_([a-z0-9]{1,12})_[0-9A-Za-z]{36}$/;
/** What such a token says of its account: letters and digits of the beginning of a slug. */
export const claimedAccountForm = /^[a-z0-9]{1,12}$/;

/** The part of a new token that its signature is about. */
export function newTokenBody(purpose: TokenPurpose = 'scim'): string {
  return prefixes[purpose] + randomText();
}

/** The whole token. */
export function signedToken(body: string, { keyId, signature }: TokenSignature): string {
  const signed = body + keyId + signature;
  return signed + checksumOf(signed);
}

/** A token of the former form. Nothing makes them any more but tests: those that exist work until they end. */
export function formerScimToken(account: string): string {
  const body = `scim_${account}_${randomText()}`;
  return body + checksumOf(body);
}

/** A text with the form and the checksum of a token. It may still belong to no account. */
export interface ParsedToken {
  readonly digest: string;
  /** What the token is signed with; a token of the former form is not signed. */
  readonly signed?: TokenSignature & { readonly bodyDigest: string };
}

/** Parses a SCIM token; undefined for a text that is none, or not all of one. */
export function parseScimToken(text: string): ParsedToken | undefined {
  if (!isWellFormedScimToken(text)) return undefined;
  return formerForm.test(text) ? { digest: digestOf(text) } : parse(text, 'scim');
}

/** The same of an audit token, which is always signed. */
export function parseAuditToken(text: string): Required<ParsedToken> | undefined {
  return isOf(text, 'audit') ? parse(text, 'audit') : undefined;
}

/**
 * The account that a token of the former form names; undefined where a text is no such token. Whoever writes a token chooses it, so it
 * is a claim and nothing more: nobody's request is found or answered by it.
 */
export function claimedAccountOf(text: string): string | undefined {
  return hasItsChecksum(text) ? formerForm.exec(text)?.[1] : undefined;
}

function parse(text: string, purpose: TokenPurpose): Required<ParsedToken> {
  const body = text.slice(0, prefixes[purpose].length + randomLength);
  const keyId = text.slice(body.length, body.length + keyIdLength);
  const signature = text.slice(body.length + keyIdLength, -6);
  return { digest: digestOf(text), signed: { bodyDigest: digestOf(body), keyId, signature } };
}

/** True for a text that has the form of a SCIM token and the right checksum; it may still belong to no account. */
export function isWellFormedScimToken(text: string): boolean {
  return isOf(text, 'scim') || (formerForm.test(text) && hasItsChecksum(text));
}

function isOf(text: string, purpose: TokenPurpose): boolean {
  const prefix = prefixes[purpose];
  return text.startsWith(prefix) && form.test(text.slice(prefix.length)) && hasItsChecksum(text);
}

const hasItsChecksum = (text: string) => checksumOf(text.slice(0, -6)) === text.slice(-6);

/** Whether a text looks like an audit token, whole or not: it is no session's. */
export const looksLikeAuditToken = (text: string): boolean => text.startsWith(prefixes.audit);

/** Whether a text holds a SCIM or audit token, or a good part of one: then it is shown and kept nowhere. */
export function holdsToken(text: string): boolean {
  return /(?:scim|audit)_\w{20}/.test(text);
}

/** SHA-256 in hex: what is sent and looked up instead of the secret. */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** Enough of a token to recognise it in a list: `rollcall_scim_…x7Kq`. */
export function hintOf(secret: string): string {
  return `${secret.slice(0, secret.lastIndexOf('_') + 1)}…${secret.slice(-4)}`;
}

function randomText(): string {
  let random = '';
  while (random.length < randomLength) random += base62Alphabet[randomInt(base62Alphabet.length)];
  return random;
}

/** CRC-32 of the text in six base62 digits. */
function checksumOf(body: string): string {
  return base62(BigInt(crc32(body)), 6);
}
