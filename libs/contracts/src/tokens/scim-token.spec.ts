import { describe, expect, it } from 'vitest';
import { digestOf, hintOf, isWellFormedScimToken, makeScimToken } from './scim-token.js';

describe('a SCIM token', () => {
  it('names its account, and no two are the same', () => {
    const token = makeScimToken('Acme-Corp & Sons International');
    expect(token).toMatch(/^scim_acmecorpsons_[0-9A-Za-z]{36}$/);
    expect(isWellFormedScimToken(token)).toBe(true);
    expect(makeScimToken('acme')).not.toBe(makeScimToken('acme'));
    expect(makeScimToken('---')).toMatch(/^scim_account_/);
  });

  it('is told from a typing error by its checksum, wherever the error is', () => {
    const token = makeScimToken('acme');
    for (let i = 0; i < token.length; i++) {
      const wrong = token.slice(0, i) + (token[i] === 'x' ? 'y' : 'x') + token.slice(i + 1);
      expect(isWellFormedScimToken(wrong), wrong).toBe(false);
    }
  });

  it('has the checksum that others compute too', () => {
    const token = 'scim_acme_0123456789ABCDEFGHIJKLMNOPQRST';
    expect(isWellFormedScimToken(`${token}000000`)).toBe(false);
    expect(isWellFormedScimToken('')).toBe(false);
    expect(isWellFormedScimToken('Bearer x')).toBe(false);
  });

  it('is recognised by its hint and asked for by its digest', () => {
    expect(hintOf('scim_acme_abcdefghijklmnopqrstuvwxyz01234x7Kq')).toBe('scim_acme_…x7Kq');
    expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
