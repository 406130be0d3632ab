import { expect, it } from 'vitest';
import { TokenSigner } from '../tokens/token-signature.js';
import { bodyOfDeviceToken, isSignedDeviceToken, signedDeviceToken } from './device-token.js';
import { isSignedSessionToken, newSessionToken } from './session-token.js';

const signer = new TokenSigner(['the key']);
const body = 'A'.repeat(72);

it('a device token is known by whoever has the key, and nobody else can make one', () => {
  const token = signedDeviceToken(body, signer);
  expect([isSignedDeviceToken(token, signer), bodyOfDeviceToken(token)]).toEqual([true, body]);
  const invented = [
    '',
    body,
    `${token}x`,
    token.replace('A', 'B'),
    token.slice(0, -1) + (token.endsWith('x') ? 'y' : 'x'),
    signedDeviceToken(body, new TokenSigner(['another key'])),
    newSessionToken(signer),
  ];
  expect(invented.map((each) => isSignedDeviceToken(each, signer))).toEqual(invented.map(() => false));
  expect(isSignedSessionToken(token, signer)).toBe(false);
});
