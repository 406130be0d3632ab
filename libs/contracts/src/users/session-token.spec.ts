import { expect, it } from 'vitest';
import { TokenSigner } from '../tokens/token-signature.js';
import { isSignedSessionToken, newSessionToken } from './session-token.js';

const signer = new TokenSigner(['the key']);

it('a session token is known by whoever has the key, and nobody else can make one', () => {
  const token = newSessionToken(signer);
  expect(token).toMatch(/^rollcall_sess_[A-Za-z0-9_-]{58}$/);
  expect(isSignedSessionToken(token, signer)).toBe(true);
  const invented = [
    '',
    'rollcall_sess_',
    token.slice(0, -15),
    `${token}x`,
    token.replace('sess', 'scim'),
    token.slice(0, -1) + (token.endsWith('x') ? 'y' : 'x'),
    newSessionToken(new TokenSigner(['another key'])),
  ];
  expect(invented.map((each) => isSignedSessionToken(each, signer))).toEqual(invented.map(() => false));
});
