import { characterAt, longestNewAddress, problemOfText, Refusal, type TextRule } from '@rollcall/contracts';
import { repeatable } from '../storable-text.js';
import type { Profile } from '../profile/profile.js';
import { mixedScripts } from './look-alikes.js';
import { withUsualWidth } from './user-name-key.js';
import type { UserState } from '../user-state.js';
import type { User } from './user.js';

// The form that mail systems agree on (RFC 5321 dot-string and domain), with letters and marks of any script (RFC 6531);
// no quoted strings, comments or spaces.
const letter = String.raw`[\p{L}\p{Nd}]\p{M}*`;
const symbols = "!#$%&'*+/=?^_`{|}~-";
const atom = `(?:${letter}|[${symbols}])+`;
const label = `${letter}(?:(?:${letter}|-)*${letter})?`;
const localPart = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u');
const domainName = new RegExp(`^${label}(?:\\.${label})+$`, 'u');

/**
 * RFC 8264 §4.2: letters, digits and marks, none that cannot be seen, none that is only another form of others. The length
 * counts however it is shared out around the `@`: Entra puts 32 digits before the name of whoever is deleted there.
 */
const addressRule: TextRule = {
  anywhere: new RegExp(String.raw`(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{Nd}\p{M}.@${symbols}]`, 'u'),
  maxLength: longestNewAddress,
  whole: (address) => otherForm(address) ?? problemOfParts(address),
};

/**
 * What keeps a text from being an e-mail address as rule 1 takes it, as a part of a sentence; undefined where nothing does.
 */
export function problemOfAddress(text: string): string | undefined {
  return problemOfText(text.normalize('NFC'), addressRule);
}

function problemOfParts(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 0) return 'it has no @';
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (local.includes('@')) return 'it has more than one @';
  if (local === '') return 'nothing stands before the @';
  if (domain === '') return 'nothing stands behind the @';
  if (!localPart.test(local)) return 'what stands before the @ is no name of a mailbox';
  if (!domain.includes('.')) return 'its domain has no dot';
  if (!domainName.test(domain)) return 'what stands behind the @ is no domain, such as example.com';
  for (const part of [local, ...domain.split('.')]) {
    const mixed = mixedScripts(withUsualWidth(part));
    if (mixed !== undefined) return mixed;
  }
  return undefined;
}

function otherForm(text: string): string | undefined {
  for (const [index, character] of Array.from(text).entries()) {
    const usual = withUsualWidth(character);
    const form = usual.normalize('NFKC');
    if (form !== usual) return `${characterAt(character, index + 1)}, another form of "${form}"`;
  }
  return undefined;
}

/** The addresses that a write brings, each with its attribute. */
export type SaidAddresses = readonly { readonly attribute: string; readonly value: string }[];

const shown = 'emails.value';

/** All addresses of a user. */
export function saidAddresses(userName: string, { emails = [] }: Profile): SaidAddresses {
  const values = emails.flatMap(({ value }) => (value === undefined ? [] : [{ attribute: shown, value }]));
  return [{ attribute: 'userName', value: userName }, ...values];
}

/**
 * The addresses that the user did not have before: one that comes back unchanged is no new one (rule 22), nor is the userName, which is shown
 * as an address where there is none.
 */
export function newAddresses(before: User | undefined, userName: string, profile: Profile): SaidAddresses {
  if (!before) return saidAddresses(userName, profile);
  const stored = [...saidAddresses(before.userName, before.profile), { attribute: shown, value: before.userName }];
  const had = new Set(stored.map(({ attribute, value }) => attribute + value));
  return saidAddresses(userName, profile).filter(({ attribute, value }) => !had.has(attribute + value));
}

/**
 * Checks rule 1: the userName is an e-mail address. The stored one is not checked again, whatever rules have come since.
 * @throws Refusal user-name-invalid
 */
export function checkUserName(userName: string, before?: Pick<User, 'userName'>): void {
  if (userName === before?.userName) return;
  const problem = problemOfAddress(userName);
  if (problem !== undefined) throw new Refusal('user-name-invalid', { userName: repeatable(userName), problem });
}

/**
 * Checks rule 1: the other addresses have the same form as the userName. Stored ones are not checked again.
 * @throws Refusal attribute-invalid
 */
export function checkAddresses(said: SaidAddresses, before?: Pick<User, 'profile' | 'userName'>): void {
  const stored = new Set([before?.userName, ...(before?.profile.emails ?? []).map(({ value }) => value)]);
  for (const { attribute, value } of said) {
    if (attribute === 'userName' || stored.has(value)) continue;
    const problem = problemOfAddress(value);
    if (problem !== undefined) throw new Refusal('attribute-invalid', { attribute, problem });
  }
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
