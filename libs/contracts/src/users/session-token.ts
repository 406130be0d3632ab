import { randomBytes } from 'node:crypto';
import type { TokenSigner } from '../tokens/token-signature.js';
import { digestOf } from '../tokens/scim-token.js';

/**
 * A session token is `rollcall_sess_<43 random><4 key id><11 signature>`: secret scanners find it by its prefix, and
 * workspace-gateway tells an invented one by its signature, without a query. The random part has 256 bits.
 */
const prefix = 'rollcall_sess_';
const form = /^rollcall_sess_[A-Za-z0-9_-]{43}[0-9A-Za-z]{15}$/;

/** @throws Error where the signer has no key */
export function newSessionToken(signer: TokenSigner, random = randomBytes(32)): string {
  const body = prefix + random.toString('base64url');
  const { keyId, signature } = signer.sign(digestOf(body));
  return body + keyId + signature;
}

/** False for a text that the holder of the key has not made. Whether the session still lives, it does not say. */
export function isSignedSessionToken(text: string, signer: TokenSigner): boolean {
  if (!form.test(text)) return false;
  const keyId = text.slice(-15, -11);
  return signer.verify({ keyId, signature: text.slice(-11), bodyDigest: digestOf(text.slice(0, -15)) }) === 'right';
}
