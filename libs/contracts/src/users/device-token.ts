import { digestOf } from '../tokens/scim-token.js';
import type { TokenSigner } from '../tokens/token-signature.js';

/**
 * A device token is `<72 of user-service>.<4 key id><11 signature>`: user-service alone knows whose it is, and workspace-gateway tells an
 * invented one by its signature, as it does with session tokens. Those of older versions have no signature.
 */
const form = /^[A-Za-z0-9_-]{72}\.[0-9A-Za-z]{15}$/;

const digestOfBody = (body: string) => digestOf(`device ${body}`);

/** @throws Error where the signer has no key */
export function signedDeviceToken(body: string, signer: TokenSigner): string {
  const { keyId, signature } = signer.sign(digestOfBody(body));
  return `${body}.${keyId}${signature}`;
}

/** What user-service has made of the person and the moment. */
export const bodyOfDeviceToken = (text: string): string => text.split('.', 1)[0] ?? '';

/** False for a text that the holder of the key has not made. Whose device it is, it does not say. */
export function isSignedDeviceToken(text: string, signer: TokenSigner): boolean {
  if (!form.test(text)) return false;
  const bodyDigest = digestOfBody(bodyOfDeviceToken(text));
  return signer.verify({ keyId: text.slice(-15, -11), signature: text.slice(-11), bodyDigest }) === 'right';
}
