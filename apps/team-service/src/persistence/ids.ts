const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text may be an id: ids that others name are any text, and the database takes only these. */
export const isId = (text: string): boolean => uuid.test(text);

/** Ids as a parameter of type `uuid[]`: nothing else, for the driver quotes each element of an array by itself, and this quotes none. */
export const idArray = (ids: Iterable<string>): string => `{${[...ids].join(',')}}`;

/** Pairs of ids as two such parameters. */
export const idColumns = (pairs: readonly (readonly [string, string])[]): [string, string] => [
  idArray(pairs.map(([first]) => first)),
  idArray(pairs.map(([, second]) => second)),
];

/** Ids by account, in lower case. */
export type IdsByAccount = ReadonlyMap<string, ReadonlySet<string>>;

/** The set that stands at a key; a new one where none does. */
export function setAt(sets: Map<string, Set<string>>, key: string): Set<string> {
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set()));
  return set;
}
