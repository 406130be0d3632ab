import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.js';

/** What verifies the signatures of one key (c2sp.org/signed-note, Verifier keys). */
export interface NoteVerifier {
  readonly name: string;
  /** The first four bytes of the hash of name, type and public key. */
  readonly keyId: number;
  /** The key in its text form: `<name>+<key id>+<base64 of type and public key>`. */
  readonly verifierKey: string;
  verifies(text: string, signature: Buffer): boolean;
}

/** What signs with one key. */
export interface NoteSigner {
  readonly verifier: NoteVerifier;
  sign(text: string): Buffer;
}

/** A key that is not one, or contradicts itself. */
export class MalformedNoteKey extends Error {
  override readonly name = 'MalformedNoteKey';
}

/** The only type of signature that is taken: Ed25519 (c2sp.org/signed-note, Signature types). */
const ed25519 = 0x01;
const seedLength = 32;
/** What stands before the seed in a PKCS #8 private key of Ed25519 (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Makes a key to sign with, in the text form of golang.org/x/mod/sumdb/note: `PRIVATE+KEY+<name>+<key id>+<base64 of type and seed>`.
 * @param name of the key: not empty, without spaces and `+`; best a URL without its scheme
 * @param seed 32 bytes that nobody else knows (RFC 8032 §5.1.5)
 * @throws MalformedNoteKey where the name is not one
 */
export function generateSignerKey(name: string, seed: Buffer = randomBytes(seedLength)): string {
  const { keyId } = verifierOf(name, createPublicKey(privateKeyOf(seed)));
  return `PRIVATE+KEY+${name}+${hex(keyId)}+${Buffer.of(ed25519, ...seed).toString('base64')}`;
}

/**
 * What signs with a key that `generateSignerKey`, or Go's `note.GenerateKey`, has made.
 * @throws MalformedNoteKey; its text does not say the key
 */
export function parseSignerKey(signerKey: string): NoteSigner {
  const [, name = '', id, encoded = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(signerKey) ?? [];
  const bytes = decodeBase64(encoded);
  if (bytes?.length !== 1 + seedLength || bytes[0] !== ed25519)
    throw new MalformedNoteKey('This is no Ed25519 key to sign notes with.');
  const key = privateKeyOf(bytes.subarray(1));
  const verifier = verifierOf(name, createPublicKey(key));
  if (hex(verifier.keyId) !== id) throw new MalformedNoteKey('The id of this key is not that of its name and seed.');
  return { verifier, sign: (text) => sign(null, Buffer.from(text), key) };
}

/**
 * What verifies the signatures of a key (c2sp.org/signed-note, Verifier keys).
 * @throws MalformedNoteKey for what is no key, is of another type than Ed25519, or has another id than it says
 */
export function parseVerifierKey(verifierKey: string): NoteVerifier {
  const [, name = '', id, encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey) ?? [];
  const bytes = decodeBase64(encoded);
  if (bytes?.length !== 1 + 32 || bytes[0] !== ed25519)
    throw new MalformedNoteKey(`"${verifierKey}" is no Ed25519 key of the form <name>+<key id>+<base64>.`);
  const x = bytes.subarray(1).toString('base64url');
  const verifier = verifierOf(name, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }));
  if (hex(verifier.keyId) !== id) throw new MalformedNoteKey(`"${verifierKey}": the key id is not that of the key.`);
  return verifier;
}

/** Whether a key may have this name (c2sp.org/signed-note, Format). */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s\u0085+\p{Cc}]/u.test(name);
}

function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
}

function verifierOf(name: string, key: KeyObject): NoteVerifier {
  if (!isKeyName(name)) throw new MalformedNoteKey(`"${name}" cannot be the name of a key.`);
  const { x = '' } = key.export({ format: 'jwk' });
  const typed = Buffer.concat([Buffer.of(ed25519), Buffer.from(x, 'base64url')]);
  const named = Buffer.concat([Buffer.from(`${name}\n`), typed]);
  const keyId = hash('sha256', named, 'buffer').readUInt32BE();
  return {
    name,
    keyId,
    verifierKey: `${name}+${hex(keyId)}+${typed.toString('base64')}`,
    verifies: (text, signature) => signature.length === 64 && verify(null, Buffer.from(text), key, signature),
  };
}

const hex = (keyId: number) => keyId.toString(16).padStart(8, '0');
