import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { base62 } from './base62.js';

/** What a token is signed with, as it stands in the token. */
export interface TokenSignature {
  /** Four base62 digits that follow from the key. */
  readonly keyId: string;
  /** The first 64 bits of the HMAC in eleven base62 digits. */
  readonly signature: string;
}

/** `unknown-key`: the signature says nothing, because its key is none of these. */
export type SignatureCheck = 'right' | 'wrong' | 'unknown-key';

interface SigningKey {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * Signs SCIM and session tokens and verifies their signatures (HMAC-SHA256). The current key signs; a former one, where it is
 * given, still verifies, so that a key can be replaced. A token whose key is gone is not refused for that: whether it
 * works is token-service's to say, as with a token that is not signed.
 */
export class TokenSigner {
  private readonly keys: readonly SigningKey[];

  /** The current key first. A signer without keys verifies nothing. */
  constructor(keys: readonly string[]) {
    this.keys = keys.map((text) => {
      const key = createSecretKey(text, 'utf8');
      return { id: base62(firstBits(key, 'id'), 4), key };
    });
  }

  /** @throws Error where the signer has no key */
  sign(bodyDigest: string): TokenSignature {
    const [current] = this.keys;
    if (!current) throw new Error('there is no key to sign tokens with');
    return { keyId: current.id, signature: signatureOf(current.key, bodyDigest) };
  }

  verify({ keyId, signature, bodyDigest }: TokenSignature & { readonly bodyDigest: string }): SignatureCheck {
    const candidates = this.keys.filter(({ id }) => id === keyId);
    if (candidates.length === 0) return 'unknown-key';
    const isRight = candidates.some(({ key }) => isSame(signatureOf(key, bodyDigest), signature));
    return isRight ? 'right' : 'wrong';
  }
}

const signatureOf = (key: KeyObject, bodyDigest: string) => base62(firstBits(key, `token ${bodyDigest}`), 11);

const firstBits = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest().readBigUInt64BE();

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
