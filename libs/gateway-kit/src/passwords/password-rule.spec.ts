import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordProblem, passwordSentence } from './password-rule.js';
import { Secret } from './secret.js';

const ann = {
  accountSlug: 'acme-surveyors',
  userName: 'ann.leemann@acme.example',
  displayName: 'Dr. Ann Leemann',
  givenName: 'Annabel',
  familyName: 'Leemanns',
};
const problemOf = (password: string, context = {}) => passwordProblem(new Secret(password), context);

describe('the rule for passwords (rule 6)', () => {
  it.each([
    ['the placeholder that Okta sends, 8 letters and digits', 'x7Kq02Lm'],
    ['8 characters', 'zv-8Qp!r'],
    ['1,024 characters', 'zv-8Qp!r'.repeat(128)],
    ['1,024 characters of two code units each', '🦊🐇'.repeat(512)],
    ['words with spaces', 'correct horse battery staple'],
    ['letters of another script', 'съешь ещё этих'],
  ])('lets pass %s', (_, password) => {
    expect(problemOf(password, ann)).toBeUndefined();
  });

  it.each([
    ['one character', 'a', 'too-short'],
    ['seven characters', 'zv-8Qp!', 'too-short'],
    ['seven characters of two code units each', '🦊🐇🦊🐇🦊🐇🦊', 'too-short'],
    ['1,025 characters', `${'zv-8Qp!r'.repeat(128)}x`, 'too-long'],
    ['a megabyte', 'zv-8Qp!r'.repeat(131_072), 'too-long'],
    ['"password"', 'password', 'common'],
    ['a common one in other letters', 'PassWord', 'common'],
    ['"1234567890"', '1234567890', 'common'],
    ['"password12"', 'password12', 'common'],
    ['one character again and again', 'aaaaaaaaaa', 'common'],
    ['the address', 'Ann.Leemann@acme.example', 'personal'],
    ['the address without its domain', 'ann.leemann', 'personal'],
    ['the shown name', 'dr. ann leemann', 'personal'],
    ['given and family name, however spaced', 'annabelleemanns', 'personal'],
    ['the family name alone', 'LEEMANNS', 'personal'],
    ['the short name of the account', 'Acme-Surveyors', 'personal'],
  ])('refuses %s', (_, password, problem) => {
    expect(problemOf(password, ann)).toBe(problem);
  });

  it('knows nothing of names where none are given, and refuses no more than it knows', () => {
    expect(problemOf('ann.leemann')).toBeUndefined();
    expect(problemOf('ann.leemann', { userName: 'bob@acme.example' })).toBeUndefined();
  });

  it('lets every placeholder of 8 random letters and digits pass', () => {
    const placeholder = fc.stringMatching(/^[a-z][A-Z][0-9][a-z][A-Z][0-9]{2}[A-Z]$/);
    fc.assert(fc.property(placeholder, (password) => problemOf(password, ann) === undefined));
  });

  it('says what is wrong without the password', () => {
    for (const password of ['a', 'password', 'x'.repeat(2_000), ann.userName]) {
      const sentence = passwordSentence(problemOf(password, ann));
      expect(sentence).toMatch(/^The password is .+\.$/);
      if (password !== 'a' && password !== 'password') expect(sentence).not.toContain(password);
    }
  });
});
