import type { Profile } from './profile.js';

/** The attributes of a user that are compared; changes of type and state have events of their own. */
export interface Attributes {
  readonly userName: string;
  readonly externalId?: string;
  readonly profile: Profile;
}

/** Complex attributes, whose sub-attributes events name one by one. */
const structured = new Set(['name', 'enterprise']);

/**
 * The names of the attributes in which two users differ, in the domain's words: `title`, `name.givenName`, `emails`.
 * Sorted.
 */
export function changedAttributes(before: Attributes | undefined, after: Attributes): string[] {
  const changed = [...differing(attributesOf(before), attributesOf(after))];
  return changed.sort();
}

/** The attributes that are compared, by the names that `changedAttributes` gives. */
export function attributesOf(user: Attributes | undefined): Map<string, unknown> {
  const attributes = new Map<string, unknown>();
  if (!user) return attributes;
  attributes.set('userName', user.userName);
  if (user.externalId !== undefined) attributes.set('externalId', user.externalId);
  for (const [name, value] of Object.entries(user.profile)) {
    if (!structured.has(name)) attributes.set(name, value);
    else for (const [part, each] of Object.entries(value as object)) attributes.set(`${name}.${part}`, each);
  }
  return attributes;
}

function* differing(before: Map<string, unknown>, after: Map<string, unknown>): Generator<string> {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (!same(before.get(name), after.get(name))) yield name;
  }
}

/** Deep equality of JSON values: the order of keys does not matter, the order of elements does. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}
