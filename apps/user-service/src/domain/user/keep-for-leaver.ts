import { Refusal } from '@rollcall/contracts';
import type { UserState } from '../user-state.js';
import type { NameParts } from '../profile/person-name.js';
import { checkedProfile, checkLength, type Profile } from '../profile/profile.js';
import { requireMayMakeAdmin } from './admins-by-directory.js';
import type { UserWrite } from './decide-user-write.js';
import { checkExternalId } from './external-id.js';
import { requireFreeExternalId } from './matching.js';
import { requireSignInName } from './own-sign-in.js';
import { passwordOutcome } from './taken-password.js';
import { checkAddresses, checkLetterCase, checkUserName, requireFreeName } from './user-name.js';
import { resolveUserType } from './user-type.js';
import type { User } from './user.js';

/** Whether the directory changes a user who is inactive afterwards. */
export function isLeaving({ actor, before, active }: Pick<UserWrite, 'actor' | 'before' | 'active'>): boolean {
  return actor.kind === 'directory' && before !== undefined && !(active ?? before.active);
}

/** Runs a check. @returns whether a rule refuses; that a password has to come hashed is none: nothing would be wrong with it */
function isRefused(check: () => void): boolean {
  try {
    check();
    return false;
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'password-needed') return true;
    throw error;
  }
}

/**
 * Whoever leaves, leaves (rule 5): where the directory changes a user who is inactive afterwards, no rule about another
 * attribute refuses. The user keeps what was stored in place of what a rule refuses.
 */
export function keepForLeaver(desired: UserWrite, before: User, state: UserState): UserWrite {
  const kept = new Set(desired.kept);
  const keepIf = (attribute: string, check: () => void, stored: Partial<UserWrite>, from: UserWrite) => {
    if (!isRefused(check)) return from;
    kept.add(attribute);
    return { ...from, ...stored };
  };
  let result = keepSignIn(desired, before, state, keepIf);
  const { account, actor, isAnother = false } = result;
  const typed = { ...account, settings: { ...account.settings, unknownUserType: 'refuse' as const } };
  const checkType = () => {
    const { userType = '' } = desired;
    if (userType.trim() === '' || userType === before.userType) return;
    const resolved = resolveUserType(userType, typed);
    requireMayMakeAdmin({ account, actor, before, isAnother }, { ...resolved, userName: before.userName });
  };
  result = keepIf('userType', checkType, { userType: before.userType }, result);
  const { profile, refused } = profileForLeaver(result, before);
  for (const attribute of refused) kept.add(attribute);
  return { ...result, profile, kept: [...kept] };
}

type KeepIf = (attribute: string, check: () => void, stored: Partial<UserWrite>, from: UserWrite) => UserWrite;

function keepSignIn(desired: UserWrite, before: User, state: UserState, keepIf: KeepIf): UserWrite {
  const { account, actor, said } = desired;
  const checkName = () => {
    if (desired.userName === before.userName) return;
    checkUserName(desired.userName);
    if (account.settings.emailCase === 'refuse')
      checkLetterCase(said.filter(({ attribute }) => attribute === 'userName'));
    requireSignInName(desired.isAnother ? undefined : before, desired.userName, actor, state);
    requireFreeName({ ...before, userName: desired.userName }, state);
  };
  const checkId = () => {
    checkExternalId(desired.externalId);
    const { externalId, distinguishesPeople } = desired;
    if (externalId !== undefined && distinguishesPeople)
      requireFreeExternalId({ ...before, externalId }, before, state);
  };
  const named = keepIf('userName', checkName, { userName: before.userName }, desired);
  const profile = { ...before.profile, ...desired.profile };
  const storedId = { externalId: before.externalId, isAnother: false, profile };
  const known = keepIf('externalId', checkId, storedId, named);
  const noPassword = { passwordHash: undefined, passwordProblem: undefined, passwordUnhashed: undefined };
  return keepIf('password', () => void passwordOutcome(known), noPassword, known);
}

/** Attributes that rules 2 and 4 check, one by one; all of them where they are too long together. */
function profileForLeaver(
  { account, profile, said }: UserWrite,
  before: User,
): { readonly profile: Profile; readonly refused: readonly string[] } {
  if (isRefused(() => checkLength(profile, before.profile)))
    return { profile: before.profile, refused: Object.keys(profile) };
  const refused: string[] = [];
  const kept: Profile = { ...profile };
  for (const attribute of ['timezone', 'locale', 'preferredLanguage', 'profileUrl'] as const) {
    if (!isRefused(() => void checkedProfile({ [attribute]: profile[attribute] }, before.profile))) continue;
    refused.push(attribute);
    kept[attribute] = before.profile[attribute];
  }
  const names: NameParts = { ...profile.name };
  for (const part of Object.keys(names) as (keyof NameParts)[]) {
    if (!isRefused(() => void checkedProfile({ name: { [part]: names[part] } }, before.profile))) continue;
    refused.push(`name.${part}`);
    names[part] = before.profile.name?.[part];
  }
  if (profile.name !== undefined) kept.name = names;
  const addresses = said.filter(({ attribute }) => attribute !== 'userName');
  const isCaseRefused = account.settings.emailCase === 'refuse' && isRefused(() => checkLetterCase(addresses));
  if (isCaseRefused || isRefused(() => checkAddresses(addresses, before))) {
    refused.push('emails');
    kept.emails = before.profile.emails;
  }
  return { profile: withoutAbsent(kept), refused };
}

function withoutAbsent(profile: Profile): Profile {
  const present = (of: object) => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
  const all: Profile = present(profile);
  if (all.name === undefined) return all;
  const { name, ...rest } = all;
  const parts: NameParts = present(name);
  return Object.keys(parts).length > 0 ? { ...rest, name: parts } : rest;
}
