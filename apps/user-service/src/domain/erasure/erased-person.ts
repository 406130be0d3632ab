import type { Manager, Reply, UserProfile } from '@rollcall/contracts';
import { userNameKey, type User } from '../user/user.js';

/** What is looked for of an erased person, wherever else there may be something of that person. Texts are as `userNameKey` has them. */
export interface ErasedPerson {
  readonly accountId: string;
  readonly userId: string;
  /** What only one person has: userName, `externalId`, addresses. */
  readonly identities: readonly string[];
  /** What others may be called too. */
  readonly names: readonly string[];
}

export function erasedPersonOf({ accountId, id, userName, externalId, profile }: User): ErasedPerson {
  const { name = {}, displayName, emails = [] } = profile;
  const identities = [userName, externalId, ...emails.map(({ value }) => value)];
  const names = [displayName, name.formatted, [name.givenName, name.familyName].filter(Boolean).join(' ')];
  return { accountId, userId: id, identities: keysOf(identities), names: keysOf(names) };
}

/**
 * The profile of somebody else without what names one of these people as manager; undefined where nothing does. An id of
 * the product stays; a manager who is named by an address or an `externalId` of the person goes as a whole.
 */
export function profileWithout(profile: UserProfile, people: readonly ErasedPerson[]): UserProfile | undefined {
  const { manager, ...enterprise } = profile.enterprise ?? {};
  const person = manager && people.find((each) => isNamedBy(manager, each));
  if (!person) return undefined;
  const { enterprise: _, ...rest } = profile;
  const left = manager.value === person.userId ? { ...enterprise, manager: { value: person.userId } } : enterprise;
  return Object.keys(left).length === 0 ? rest : { ...rest, enterprise: left };
}

function isNamedBy({ value, displayName }: Manager, { userId, identities, names }: ErasedPerson): boolean {
  if (value === userId) return displayName !== undefined;
  const shown = displayName === undefined ? undefined : userNameKey(displayName);
  const isAmong = (key: string | undefined, keys: readonly string[]) => key !== undefined && keys.includes(key);
  if (isAmong(shown, identities)) return true;
  return value === undefined ? isAmong(shown, names) : isAmong(userNameKey(value), identities);
}

/**
 * A stored reply of an account without these people of it; undefined where it tells nothing of them. The reply about one of them becomes
 * a refusal that says why; a refusal that repeats what only such a person has keeps its code.
 */
export function replyWithout(reply: Reply, people: readonly ErasedPerson[]): Reply | undefined {
  const { fingerprint } = reply;
  const same = fingerprint === undefined ? {} : { fingerprint };
  if (!reply.ok) {
    const facts = Object.entries(reply.facts).filter(([, fact]) => !isOneOf(fact, people));
    if (facts.length === Object.keys(reply.facts).length) return undefined;
    return { ok: false, code: reply.code, facts: Object.fromEntries(facts), ...same };
  }
  const { id, profile } = reply.body as { readonly id?: string; readonly profile?: UserProfile };
  if (profile === undefined) return undefined;
  const person = people.find(({ userId }) => userId === id);
  if (person) return { ok: false, code: 'erased', facts: { userId: person.userId }, ...same };
  const without = profileWithout(profile, people);
  return without && { ok: true, body: { ...reply.body, profile: without }, ...same };
}

/** What is at least as long is found within a sentence too: it means that person. */
const tellingLength = 6;

function isOneOf(fact: unknown, people: readonly ErasedPerson[]): boolean {
  if (Array.isArray(fact)) return fact.some((each) => isOneOf(each, people));
  if (typeof fact !== 'string') return false;
  const text = userNameKey(fact);
  const isIn = (key: string) => text === key || (key.length >= tellingLength && text.includes(key));
  return people.some(({ identities }) => identities.some(isIn));
}

const keysOf = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.flatMap((text) => (text === undefined || text === '' ? [] : [userNameKey(text)]))),
];
