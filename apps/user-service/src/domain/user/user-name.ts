import { Refusal } from '@rollcall/contracts';
import { repeatable } from '../storable-text.js';
import type { Profile } from '../profile/profile.js';
import type { UserState } from '../user-state.js';
import type { User } from './user.js';

// The form that mail systems agree on (RFC 5321 dot-string and domain), with letters of any script; no quoted strings,
// comments or spaces.
const mailbox = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domain = /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u;
const longest = 254;

/** Whether a text has the form of an e-mail address. */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return (
    at > 0 && at <= 64 && text.length <= longest && mailbox.test(text.slice(0, at)) && domain.test(text.slice(at + 1))
  );
}

/** The addresses that a write brings, each with its attribute. */
export type SaidAddresses = readonly { readonly attribute: string; readonly value: string }[];

/** All addresses of a user. */
export function saidAddresses(userName: string, { emails = [] }: Profile): SaidAddresses {
  const values = emails.flatMap(({ value }) => (value === undefined ? [] : [{ attribute: 'emails.value', value }]));
  return [{ attribute: 'userName', value: userName }, ...values];
}

/** The addresses that the user did not have before: a partial change does not bring the others. */
export function newAddresses(before: User, userName: string, profile: Profile): SaidAddresses {
  const had = new Set(saidAddresses(before.userName, before.profile).map(({ attribute, value }) => attribute + value));
  return saidAddresses(userName, profile).filter(({ attribute, value }) => !had.has(attribute + value));
}

/**
 * Checks rule 1: the userName is an e-mail address.
 * @throws Refusal user-name-invalid
 */
export function checkUserName(userName: string): void {
  if (!isEmailAddress(userName)) throw new Refusal('user-name-invalid', { userName: repeatable(userName) });
}

/**
 * Checks rule 1 with `emailCase: refuse`: no address has upper-case letters.
 * @throws Refusal user-name-upper-case
 */
export function checkLetterCase(said: SaidAddresses): void {
  const upper = said.find(({ value }) => value !== value.toLowerCase());
  if (upper) throw new Refusal('user-name-upper-case', upper);
}

/**
 * Checks rule 1: userNames are unique among all users who are not released, also those that SCIM does not show (rule 9).
 * @throws Refusal user-name-taken
 */
export function requireFreeName(
  { accountId, id, userName }: Pick<User, 'accountId' | 'id' | 'userName'>,
  state: UserState,
): void {
  const holder = state.userNamed(accountId, userName);
  if (holder && holder.id !== id) throw new Refusal('user-name-taken', { userName });
}
