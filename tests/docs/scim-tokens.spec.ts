import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  digestOf,
  formerScimToken,
  newTokenBody,
  signedToken,
  TokenSigner,
  type TokenPurpose,
} from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guides/scim-tokens.md'), 'utf8');
const published = [...guide.matchAll(/```regex\n(.+)\n```/g)].map(([, pattern = '']) => new RegExp(pattern, 'g'));
const signer = new TokenSigner(['key']);

function newToken(purpose: TokenPurpose = 'scim'): string {
  const body = newTokenBody(purpose);
  return signedToken(body, signer.sign(digestOf(body)));
}
const found = (text: string) => published.flatMap((pattern) => text.match(pattern) ?? []);

/** Where tokens are when they leak. */
const leaks: readonly ((token: string) => string)[] = [
  (token) => `Authorization: Bearer ${token}\n`,
  (token) => `{"scimToken":"${token}"}`,
  (token) => `SCIM_TOKEN=${token}`,
  (token) => `https://example.com/?token=${token}&x=1`,
  (token) => `'${token}',`,
];

describe('the published expressions for secret scanners', () => {
  it('are three: one for tokens, one for audit tokens, one for tokens of older versions', () => {
    expect(published).toHaveLength(3);
  });

  it.each([
    ['new', () => newToken()],
    ['audit', () => newToken('audit')],
    ['former', () => formerScimToken('acmecorp')],
  ])('find every %s token once, whole, wherever it stands', (_, make) => {
    for (let i = 0; i < 200; i++) {
      const token = make();
      for (const leak of leaks) expect(found(leak(token))).toEqual([token]);
    }
  });

  it('find no hint, no part of a token, and nothing longer', () => {
    const token = newToken();
    for (const text of ['rollcall_scim_…x7Kq', token.slice(0, -1), `${token}0`, `x${token}`]) expect(found(text)).toEqual([]);
  });
});
