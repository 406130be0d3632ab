import { describe, expect, it } from 'vitest';
import {
  claimedAccountOf,
  digestOf,
  formerScimToken,
  hintOf,
  isWellFormedScimToken,
  newTokenBody,
  parseScimToken,
  signedToken,
} from './scim-token.js';
import { base62Alphabet } from './base62.js';
import { TokenSigner } from './token-signature.js';

const signer = new TokenSigner(['the current key of the spec']);
function newToken(by = signer): string {
  const body = newTokenBody();
  return signedToken(body, by.sign(digestOf(body)));
}
const check = (token: string, by = signer) => {
  const parsed = parseScimToken(token);
  return parsed?.signed && by.verify(parsed.signed);
};

/** A token that a stranger makes up: form and checksum are public. */
function invented(keyId: string): string {
  return signedToken(newTokenBody(), { keyId, signature: '00000000000' });
}

describe('a SCIM token', () => {
  it('has a prefix of the product, names no customer, and is never the same twice', () => {
    const token = newToken();
    expect(token).toMatch(/^rollcall_scim_[0-9A-Za-z]{51}$/);
    expect(check(token)).toBe('right');
    expect(newToken()).not.toBe(token);
  });

  it('is refused offline with any single character changed to any other, added or left out', () => {
    const token = newToken();
    for (let i = 0; i < token.length; i++) {
      const [before, after] = [token.slice(0, i), token.slice(i + 1)];
      for (const letter of `${base62Alphabet}_-`) {
        if (letter !== token[i])
          expect(parseScimToken(before + letter + after), before + letter + after).toBeUndefined();
      }
      expect(parseScimToken(before + after)).toBeUndefined();
      expect(parseScimToken(`${before}0${token.slice(i)}`)).toBeUndefined();
    }
  });

  it('is known as invented by its signature, although form and checksum are public', () => {
    const { keyId } = signer.sign(digestOf('any'));
    for (let i = 0; i < 1_000; i++) expect(check(invented(keyId))).toBe('wrong');
  });

  it('is not signed by what is signed for another token', () => {
    const signature = signer.sign(digestOf(newTokenBody()));
    expect(check(signedToken(newTokenBody(), signature))).toBe('wrong');
  });

  it('is verified by the current key and the former one, and by no other', () => {
    const former = newToken(new TokenSigner(['former']));
    expect(check(former, new TokenSigner(['current', 'former']))).toBe('right');
    expect(check(former, new TokenSigner(['current']))).toBe('unknown-key');
    expect(check(former, new TokenSigner([]))).toBe('unknown-key');
    expect(() => new TokenSigner([]).sign('')).toThrow('no key');
  });

  it('has the signature that another program computes from the description', () => {
    const body = 'rollcall_scim_0123456789ABCDEFGHIJKLMNOPQRST';
    const signature = new TokenSigner(['key']).sign(digestOf(body));
    expect(signedToken(body, signature)).toMatchInlineSnapshot(
      `"rollcall_scim_0123456789ABCDEFGHIJKLMNOPQRSTgBHU8jIYnkhiYyg3s0wk1"`,
    );
  });

  it('of the former form is still read, and is not signed', () => {
    const token = formerScimToken('acme');
    expect(token).toMatch(/^scim_acme_[0-9A-Za-z]{36}$/);
    expect(parseScimToken(token)).toEqual({ digest: digestOf(token) });
    for (let i = 0; i < token.length; i++) {
      const wrong = token.slice(0, i) + (token[i] === 'x' ? 'y' : 'x') + token.slice(i + 1);
      expect(isWellFormedScimToken(wrong), wrong).toBe(false);
    }
  });

  it('of the former form names an account, as whoever wrote it wanted', () => {
    const token = formerScimToken('acme');
    expect(claimedAccountOf(token)).toBe('acme');
    expect(claimedAccountOf(formerScimToken('0123456789ab'))).toBe('0123456789ab');
    const others = [
      newToken(),
      token.slice(0, -1),
      `x${token}`,
      formerScimToken('Acme'),
      formerScimToken('a'.repeat(13)),
    ];
    for (const text of [...others, formerScimToken('acme_corp'), '', 'scim_acme_'])
      expect(claimedAccountOf(text), text).toBeUndefined();
  });

  it('is not any other text', () => {
    for (const text of ['', 'Bearer x', 'scim_acme_0123456789ABCDEFGHIJKLMNOPQRST000000', `x${newToken()}`])
      expect(isWellFormedScimToken(text)).toBe(false);
  });

  it('is recognised by its hint and asked for by its digest', () => {
    expect(hintOf('rollcall_scim_abcdefghijklmnopqrstuvwxyz01234x7Kq')).toBe('rollcall_scim_…x7Kq');
    expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
