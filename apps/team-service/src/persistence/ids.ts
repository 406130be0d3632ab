/** Ids as a parameter of type `uuid[]`: nothing else, for the driver quotes each element of an array by itself, and this quotes none. */
export const idArray = (ids: Iterable<string>): string => `{${[...ids].join(',')}}`;

/** Each an account and something of it. */
export type IdPairs = readonly (readonly [string, string])[];

/** Pairs of ids as two such parameters. */
export const idColumns = (pairs: IdPairs): [string, string] => [
  idArray(pairs.map(([first]) => first)),
  idArray(pairs.map(([, second]) => second)),
];

/** Ids by account, in lower case. */
export type IdsByAccount = ReadonlyMap<string, ReadonlySet<string>>;

/** The wanted ones of them, each with its account. */
export const idPairs = (ids: IdsByAccount, isWanted: (id: string) => boolean): IdPairs =>
  [...ids].flatMap(([accountId, all]) => [...all].filter(isWanted).map((id) => [accountId, id] as const));

/** The set that stands at a key; a new one where none does. */
export function setAt(sets: Map<string, Set<string>>, key: string): Set<string> {
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set()));
  return set;
}
