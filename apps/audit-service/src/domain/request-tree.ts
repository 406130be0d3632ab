/** What the order of a tree is made from. */
interface Caused {
  readonly id: string;
  readonly kind: string;
  readonly causationId?: string;
}

/** An entry of a tree, so many steps from the request. */
export interface TreeEntry<Entry> {
  readonly entry: Entry;
  readonly depth: number;
}

/**
 * The entries of one request as a tree in its order: each stands below what caused it. What was caused by a message
 * that is no entry (the request's own command) stands below the request.
 * @param entries in the order of arrival
 */
export function treeOf<Entry extends Caused>(entries: readonly Entry[]): TreeEntry<Entry>[] {
  const ids = new Set(entries.map(({ id }) => id));
  const request = entries.find(({ kind }) => kind === 'request');
  const below = new Map<string | undefined, Entry[]>();
  for (const entry of entries) {
    const cause = entry.causationId !== undefined && ids.has(entry.causationId) ? entry.causationId : undefined;
    const parent = cause ?? (entry === request || entry.kind === 'request' ? undefined : request?.id);
    below.set(parent, [...(below.get(parent) ?? []), entry]);
  }
  const tree: TreeEntry<Entry>[] = [];
  const open = (below.get(undefined) ?? []).map((entry) => ({ entry, depth: 0 })).toReversed();
  for (let next = open.pop(); next; next = open.pop()) {
    tree.push(next);
    const { entry, depth } = next;
    open.push(...(below.get(entry.id) ?? []).map((child) => ({ entry: child, depth: depth + 1 })).toReversed());
  }
  return tree;
}
