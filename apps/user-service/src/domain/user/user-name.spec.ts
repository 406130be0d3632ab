import { describe, expect, it } from 'vitest';
import { accountId, aUser, directory, given, idOf, now, outcomeOf, refusalOf } from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideCreateUser } from './create-user.js';
import { problemOfAddress } from './user-name.js';
import { userNameKey } from './user.js';

const ann = aUser({ userName: 'ann@acme.example' });
const post = (userName: string, state = given([ann])) =>
  decideCreateUser({ accountId, userId: idOf(2), actor: directory, userName, profile: {} }, state, now);

describe('a userName that looks like another one', () => {
  it.each([
    ['a Cyrillic letter', '\u0430nn@acme.example', /"а" \(U\+0430\) of Cyrillic and "n" \(U\+006E\) of Latin/],
    ['a Greek one', 'ann\u03bf@acme.example', /"ο" \(U\+03BF\) of Greek/],
    ['a Cyrillic letter in the domain', 'ann@\u0430cme.example', /of Cyrillic/],
    ['a ligature', '\ufb01nn@acme.example', /"ﬁ" \(U\+FB01\) at place 1, another form of "fi"/],
    ['a mathematical letter', '\u{1d41a}nn@acme.example', /U\+1D41A\) at place 1, another form of "a"/],
    [
      'a letter that cannot be seen',
      'ann\u3164@acme.example',
      /it holds an invisible character \(U\+3164\) at place 4$/,
    ],
    ['a joiner', 'ann\u200d@acme.example', /it holds an invisible character \(U\+200D\) at place 4$/],
    ['a direction', '\u202eann@acme.example', /it holds an invisible character \(U\+202E\) at place 1$/],
    ['a control', 'ann\u0007@acme.example', /it holds a control character \(U\+0007\) at place 4$/],
    ['a variation selector', 'ann\ufe0f@acme.example', /it holds an invisible character \(U\+FE0F\) at place 4$/],
  ])('because of %s is refused, and the sentence names the character', (_what, userName, problem) => {
    const { code, facts } = refusalOf(() => post(userName));
    expect(code).toBe('user-name-invalid');
    expect(facts['problem']).toMatch(problem);
  });

  it.each([
    ['fullwidth letters', 'ａnn@acme.example'],
    ['fullwidth letters in the domain', 'ann@ａcme.example'],
    ['upper case', 'ANN@acme.example'],
  ])('because of %s is the same userName', (_what, userName) => {
    expect(refusalOf(() => post(userName)).code).toBe('user-name-taken');
  });

  it('because of another composition or a dotless i is the same userName', () => {
    expect(userNameKey('A\u0308nn@acme.example')).toBe(userNameKey('änn@acme.example'));
    expect(userNameKey('\u0131da@acme.example')).toBe(userNameKey('IDA@acme.example'));
  });
});

describe('a userName in the letters of any language', () => {
  it.each([
    'ännä@bücher.example',
    'a\u0308nn@acme.example', // decomposed
    'иван@почта.рф',
    'ιωάννης@παράδειγμα.gr'.replace('.gr', '.ελ'),
    '用户@例子.公司',
    '田中taro@example.jp', // Latin beside Han
    'ひらカタ漢@example.jp',
    '한글hanja漢@example.kr',
    'नमिता@उदाहरण.भारत',
    'שרה@example.co.il',
    'محمد@example.eg',
    'นภา@example.th',
    'ᎠᎡᎢ@example.com',
    'ivan+1_2@example.com',
    `${'0123456789abcdef'.repeat(2)}${'a'.repeat(60)}@example.com`, // Entra: 32 digits before the name of who is deleted
    `${'a'.repeat(242)}@example.com`,
  ])('%s is one', (userName) => {
    expect(problemOfAddress(userName)).toBeUndefined();
    expect(post(userName).reply?.userName).toBe(userName);
  });

  it.each([
    [`${'a'.repeat(243)}@example.com`, 'it has 255 characters, and at most 254 are allowed'],
    ['ann', 'it has no @'],
    ['ann@b@acme.example', 'it has more than one @'],
    ['ann@example', 'its domain has no dot'],
    ['ann@example..com', 'what stands behind the @ is no domain, such as example.com'],
    ['@example.com', 'nothing stands before the @'],
    ['ann@', 'nothing stands behind the @'],
    ['\uFEFFann@example.com', 'it holds an invisible character (U+FEFF) at place 1'],
    ['ann\u00A0lee@example.com', 'it holds a no-break space (U+00A0) at place 4'],
    ['o’neil@example.com', 'it holds "’" (U+2019) at place 2'],
    ['𠮷\u200B@example.jp', 'it holds an invisible character (U+200B) at place 2'],
    ['ann.@example.com', 'what stands before the @ is no name of a mailbox'],
    ['\u0301nn@example.com', 'what stands before the @ is no name of a mailbox'],
    ['ann lee@example.com', 'it holds a space (U+0020) at place 4'],
    ['ひрус@example.jp', /Hiragana.*Cyrillic/],
  ])('%s is none, and the sentence says why', (userName, problem) => {
    expect(problemOfAddress(userName)).toMatch(problem);
  });

  it('is decided quickly, however long it is', () => {
    const began = performance.now();
    for (const text of ['a.'.repeat(127), 'а'.repeat(254), `${'a-'.repeat(120)}@b`, `a@${'b-'.repeat(120)}`])
      problemOfAddress(text);
    expect(performance.now() - began).toBeLessThan(200);
  });
});

it('a userName that was stored before a rule came is never refused while it stays', () => {
  const old = aUser({ userName: '\u0430nn@acme.example' });
  const change = (attribute: string, value: string) => ({
    accountId,
    userId: old.id,
    actor: directory,
    changes: [{ change: 'set' as const, attribute, value }],
  });
  const state = given([old]);
  expect(outcomeOf(decideChangeUser(change('title', 'Lead'), state, now)).events).toEqual(['user.updated 4 (title)']);
  expect(outcomeOf(decideChangeUser(change('userName', old.userName), state, now)).events).toEqual([]);
  expect(refusalOf(() => decideChangeUser(change('userName', '\u0430nna@acme.example'), state, now)).code).toBe(
    'user-name-invalid',
  );
});
