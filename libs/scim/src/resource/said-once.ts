import { ScimError } from '../errors/scim-error.js';
import type { Attribute } from '../schemas/resource-schema.js';

/** Two names of one object mean the same, and their values differ: nobody knows which is meant, and one may empty what the other fills. */
export class SaidTwice extends ScimError {
  constructor(first: string, other: string, meaning: string) {
    const names = `"${first.slice(0, 100)}" and "${other.slice(0, 100)}"`;
    super(
      400,
      `The body has ${names}, which mean the same, with different values. Send one, as ${meaning}.`,
      'invalidSyntax',
    );
  }
}

type Entry = readonly [name: string, value: unknown];

/**
 * The entries of an object, whose names are the same in any case (RFC 7643 §2.1). The same value may be said twice.
 * @param meaning what a name means; undefined for one that is not known, and so ignored
 * @param refuse hears what is said twice with different values. Where it does not throw, none of these is an entry
 * @throws SaidTwice
 */
export function saidOnce(
  entries: readonly Entry[],
  meaning: (name: string) => string | undefined,
  refuse: (meant: string, refusal: SaidTwice) => void = throwIt,
): readonly Entry[] {
  if (entries.length < 2) return entries;
  const said = new Map<string, Entry>();
  const twice = new Set<string>();
  for (const entry of entries) {
    const meant = meaning(entry[0]);
    if (meant === undefined) continue;
    const before = said.get(meant);
    if (!before) said.set(meant, entry);
    else if (!twice.has(meant) && JSON.stringify(before[1]) !== JSON.stringify(entry[1])) {
      refuse(meant, new SaidTwice(before[0], entry[0], meant));
      twice.add(meant);
    }
  }
  return twice.size === 0 ? entries : entries.filter(([name]) => !twice.has(meaning(name) ?? ''));
}

/** What the name of an attribute means where it is read: read-only ones are ignored, as unknown ones are. */
export const writable = (attribute: Attribute | undefined): string | undefined =>
  attribute?.mutability === 'readOnly' ? undefined : attribute?.name;

/** @throws SaidTwice where an object of the protocol has one of these names twice */
export function assertSaidOnce(object: object, ...names: readonly string[]): void {
  saidOnce(Object.entries(object), (name) => names.find((each) => each.toLowerCase() === name.toLowerCase()));
}

function throwIt(_meant: string, refusal: SaidTwice): never {
  throw refusal;
}
