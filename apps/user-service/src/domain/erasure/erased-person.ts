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

/** Erased people of one account, to be looked up: of how many one is looked for makes no difference, except within sentences. */
export class ErasedPeople {
  private readonly byId = new Map<string, ErasedPerson>();
  private readonly byIdentity = new Map<string, ErasedPerson>();
  private readonly byName = new Map<string, ErasedPerson>();
  /** What is looked for within sentences. */
  private readonly withinSentences: readonly string[];

  constructor(people: readonly ErasedPerson[]) {
    for (const person of people) {
      this.byId.set(person.userId, person);
      for (const identity of person.identities) this.byIdentity.set(identity, person);
      for (const name of person.names) this.byName.set(name, person);
    }
    this.withinSentences = [...this.byIdentity.keys()].filter(({ length }) => length >= minLengthWithin);
  }

  withId(id: string | undefined): ErasedPerson | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  /** Whom a manager's address, `externalId` or name means; an id alone names nobody. */
  namedBy({ value, displayName }: Manager): ErasedPerson | undefined {
    const own = this.withId(value);
    if (own) return displayName === undefined ? undefined : own;
    const shown = displayName === undefined ? '' : userNameKey(displayName); // no key is empty
    const other = value === undefined ? this.byName.get(shown) : this.byIdentity.get(userNameKey(value));
    return this.byIdentity.get(shown) ?? other;
  }

  /** Whether a fact of a refusal is, or contains, what only one of them has. */
  areIn(fact: unknown): boolean {
    if (Array.isArray(fact)) return fact.some((each) => this.areIn(each));
    if (typeof fact !== 'string') return false;
    const text = userNameKey(fact);
    return this.byIdentity.has(text) || this.withinSentences.some((key) => text.includes(key));
  }
}

/** What is at least as long is found within a sentence too: it means that person. */
const minLengthWithin = 6;

/**
 * The profile of somebody else without what names one of these people as manager; undefined where nothing does. An id of
 * the product stays; a manager who is named by an address or an `externalId` of the person goes as a whole.
 */
export function profileWithout(profile: UserProfile, people: ErasedPeople): UserProfile | undefined {
  const { manager, ...enterprise } = profile.enterprise ?? {};
  const person = manager && people.namedBy(manager);
  if (!person) return undefined;
  const { enterprise: _, ...rest } = profile;
  const left = manager.value === person.userId ? { ...enterprise, manager: { value: person.userId } } : enterprise;
  return Object.keys(left).length === 0 ? rest : { ...rest, enterprise: left };
}

/**
 * A stored reply of an account without these people of it; undefined where it tells nothing of them. The reply about one of them becomes
 * a refusal that says why; a refusal that repeats what only such a person has keeps its code.
 */
export function replyWithout(reply: Reply, people: ErasedPeople): Reply | undefined {
  const { fingerprint } = reply;
  const same = fingerprint === undefined ? {} : { fingerprint };
  if (!reply.ok) {
    const facts = Object.entries(reply.facts).filter(([, fact]) => !people.areIn(fact));
    if (facts.length === Object.keys(reply.facts).length) return undefined;
    return { ok: false, code: reply.code, facts: Object.fromEntries(facts), ...same };
  }
  const { id, profile } = reply.body as { readonly id?: string; readonly profile?: UserProfile };
  if (profile === undefined) return undefined;
  const person = people.withId(id);
  if (person) return { ok: false, code: 'erased', facts: { userId: person.userId }, ...same };
  const without = profileWithout(profile, people);
  return without && { ok: true, body: { ...reply.body, profile: without }, ...same };
}

const keysOf = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.flatMap((text) => (text === undefined || text === '' ? [] : [userNameKey(text)]))),
];
