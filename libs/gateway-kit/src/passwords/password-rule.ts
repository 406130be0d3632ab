import { passwordLength, type PasswordOwner, type PasswordProblem } from '@rollcall/contracts';
import { dictionary } from '@zxcvbn-ts/language-common';
import type { Secret } from './secret.js';

/** About 49,000 passwords that people use most, in lower case. */
const commonPasswords: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** What is known about the person who is to have the password. */
export type PasswordContext = Partial<PasswordOwner>;

/**
 * The one rule for new passwords (rule 6): 8 to 1,024 characters, not among the common ones, and not the person's name,
 * address or account itself. Upper and lower case are the same in that. There is no rule about kinds of characters.
 * @returns undefined for a good password
 */
export function passwordProblem(password: Secret, context: PasswordContext = {}): PasswordProblem | undefined {
  const text = password.reveal();
  // A character has at most two code units: a longer text need not be counted.
  if (text.length > 2 * passwordLength.max) return 'too-long';
  const length = [...text].length;
  if (length < passwordLength.min) return 'too-short';
  if (length > passwordLength.max) return 'too-long';
  const lower = text.toLowerCase();
  if (commonPasswords.has(lower) || isOneCharacter(lower)) return 'common';
  return personalWords(context).has(folded(text)) ? 'personal' : undefined;
}

const sentences: Readonly<Record<PasswordProblem, string>> = {
  'too-short': `The password is too short: it needs at least ${passwordLength.min} characters.`,
  'too-long': `The password is too long: at most ${passwordLength.max} characters are taken.`,
  common: 'The password is one of those that people use most, which are guessed first. Choose another one.',
  personal: "The password is the person's own name or address, or the account's short name. Choose another one.",
};

/** What is wrong with a password, and what to do; it repeats nothing of the password. */
export function passwordSentence(problem: unknown): string {
  return sentences[problem as PasswordProblem] ?? 'The password does not fit. Choose another one.';
}

/** The list has some of these, not all. */
const isOneCharacter = (text: string) => new Set(text).size === 1;

/** Without regard to case, composition and spaces. */
const folded = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '');

function personalWords(context: PasswordContext): ReadonlySet<string> {
  const { accountSlug = '', userName = '', displayName = '', givenName = '', familyName = '' } = context;
  const words = [
    accountSlug,
    userName,
    userName.split('@')[0] ?? '',
    displayName,
    givenName,
    familyName,
    givenName + familyName,
    familyName + givenName,
  ];
  return new Set(words.map(folded).filter((word) => word !== ''));
}
