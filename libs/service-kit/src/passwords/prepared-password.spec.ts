import { describe, expect, it } from 'vitest';
import { preparedPassword } from './prepared-password.js';

describe('a password as it is compared (RFC 7644 §5, RFC 8265 §4.2)', () => {
  it('is the same however its characters are composed', () => {
    expect(preparedPassword('pa\u0308sswo\u0308rter')).toBe('p\u00e4ssw\u00f6rter');
  });

  it('is the same with every kind of space', () => {
    expect(preparedPassword('correct\u00a0horse\u3000staple')).toBe('correct horse staple');
  });

  it.each(['Correct horse', '\uff35\uff33\uff25\uff32', 'ſtaple', '\ufb01rst', 'tab\there', ' edges '])(
    'keeps case, width and everything else: %j',
    (password) => {
      expect(preparedPassword(password)).toBe(password);
    },
  );
});
