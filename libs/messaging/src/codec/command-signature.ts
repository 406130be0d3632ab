import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { dryRunHeader } from './dry-run-header.js';

/** Who sends a command, as its credential is named at the services. */
export const callerHeader = 'rollcall_caller';
/** The proof of that, over what the command says and to whom. */
export const signatureHeader = 'rollcall_signature';

/**
 * The headers that are part of the proof. Not part of it are those that change nothing of the effect: deadline, reply topic and
 * trace. So an operator can put a dead letter back without the first two.
 */
const signedHeaders = [
  callerHeader,
  'ce_id',
  'ce_type',
  'ce_source',
  'ce_dataschemaversion',
  'ce_accountid',
  'ce_correlationid',
  'ce_causationid',
  'rollcall_fingerprint',
] as const;

/** The parts of a record that are signed. */
export interface SignedParts {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly value: string | Buffer;
}

/**
 * The key of a caller's commands, made from the secret that it shares with the services. A key object: preparing one takes longer than
 * a signature.
 */
export type SigningKey = KeyObject;

export function signingKeyOf(secret: string): SigningKey {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'rollcall command signature', 32)));
}

/**
 * HMAC-SHA-256. A JSON array of texts holds what is beside the value, so that nothing can move from one part to the next.
 *
 * The mark of a dry run stands at the end, and only where it is there: so it can neither be taken off a command nor put onto one, and
 * a service of a release that does not know it finds the signature wrong, and refuses what it would carry out.
 */
export function signatureOf({ topic, key, headers, value }: SignedParts, signingKey: SigningKey): string {
  const { [dryRunHeader]: dryRun } = headers;
  const marks = dryRun === undefined ? [] : [dryRunHeader, dryRun];
  const said = JSON.stringify([topic, key, ...signedHeaders.map((name) => headers[name] ?? null), ...marks]);
  return createHmac('sha256', signingKey).update(`${said}\n`).update(value).digest('base64url');
}

/** Whether a command with these parts has this signature of the key's owner. */
export function isSignedBy(parts: SignedParts, signature: string, signingKey: SigningKey): boolean {
  return isSameSignature(signature, signatureOf(parts, signingKey));
}

/** Compares in constant time. */
export function isSameSignature(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
