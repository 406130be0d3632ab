import type { Manager, Reply, UserProfile } from '@rollcall/contracts';
import { userNameKey, type User } from '../user/user.js';

/** What an erased person is looked for by, wherever else there may be something of that person. */
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
  return { accountId, userId: id, identities: said(identities), names: said(names) };
}

/**
 * The profile of somebody else without what names the person as manager; undefined where nothing does. An id of the
 * product stays; a manager who is named by an address or an `externalId` of the person goes as a whole.
 */
export function profileWithout(profile: UserProfile, person: ErasedPerson): UserProfile | undefined {
  const { manager, ...enterprise } = profile.enterprise ?? {};
  if (!manager || !names(manager, person)) return undefined;
  const { enterprise: _, ...rest } = profile;
  const left = manager.value === person.userId ? { ...enterprise, manager: { value: person.userId } } : enterprise;
  return Object.keys(left).length === 0 ? rest : { ...rest, enterprise: left };
}

function names({ value, displayName }: Manager, { userId, identities, names: called }: ErasedPerson): boolean {
  if (value === userId) return displayName !== undefined;
  if (value !== undefined) return isAmong(value, identities) || isAmong(displayName, identities);
  return isAmong(displayName, [...identities, ...called]);
}

/**
 * A stored reply without the person; undefined where it tells nothing of the person. The reply about the person becomes a refusal
 * that says why; a refusal that repeats what only the person has keeps its code.
 */
export function replyWithout(reply: Reply, person: ErasedPerson): Reply | undefined {
  const { fingerprint } = reply;
  const same = fingerprint === undefined ? {} : { fingerprint };
  if (!reply.ok) {
    const facts = Object.entries(reply.facts).filter(([, fact]) => !holds(fact, person));
    if (facts.length === Object.keys(reply.facts).length) return undefined;
    return { ok: false, code: reply.code, facts: Object.fromEntries(facts), ...same };
  }
  const { id, profile } = reply.body as { readonly id?: string; readonly profile?: UserProfile };
  if (profile === undefined) return undefined;
  if (id === person.userId) return { ok: false, code: 'erased', facts: { userId: person.userId }, ...same };
  const without = profileWithout(profile, person);
  return without && { ok: true, body: { ...reply.body, profile: without }, ...same };
}

/** A text is found within a longer one, such as a sentence, where it is long enough to mean that person. */
const tellingLength = 6;

function holds(fact: unknown, { identities }: Pick<ErasedPerson, 'identities'>): boolean {
  if (Array.isArray(fact)) return fact.some((each) => holds(each, { identities }));
  if (typeof fact !== 'string') return false;
  const text = userNameKey(fact);
  return identities.some((each) => {
    const key = userNameKey(each);
    return text === key || (key.length >= tellingLength && text.includes(key));
  });
}

function isAmong(text: string | undefined, texts: readonly string[]): boolean {
  return text !== undefined && texts.some((each) => userNameKey(each) === userNameKey(text));
}

const said = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((text): text is string => text !== undefined && text !== '')),
];
