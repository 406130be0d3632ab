import { describe, expect, it } from 'vitest';
import { readCredential } from './bearer.js';

describe('the Authorization header', () => {
  it.each(['Bearer scim_a_b', 'bearer scim_a_b', 'BEARER   scim_a_b  ', 'scim_a_b', 'Bearer Bearer scim_a_b'])(
    '%j holds a token',
    (header) => {
      expect(readCredential(header)).toEqual({ kind: 'token', token: 'scim_a_b' });
    },
  );

  it.each([
    [undefined, 'missing'],
    ['', 'missing'],
    ['Bearer', 'missing'],
    ['Bearer   ', 'missing'],
    ['Basic dXNlcjpwYXNz', 'basic'],
    ['basic', 'basic'],
    ['Bearer two words', 'malformed'],
    ['Digest username="a"', 'malformed'],
  ])('the credential %j is %s', (header, kind) => {
    expect(readCredential(header)).toEqual({ kind });
  });
});
