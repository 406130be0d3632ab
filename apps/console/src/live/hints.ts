import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * What has changed, by kind: the ids of things, or that anything of a kind has. It holds no data: whoever shows it asks the API, which
 * decides who may see it.
 */
export interface Changed {
  readonly user?: readonly string[];
  readonly team?: readonly string[];
  readonly token?: readonly string[];
  /** Ids of teams that the reconciler has looked at. */
  readonly reconciler?: readonly string[];
  /** How many requests were recorded. */
  readonly requests?: number;
  readonly [kind: string]: readonly string[] | number | boolean | undefined;
}

/**
 * The first parts of the keys of queries that a change makes stale. Queries of one thing are `['user', id, …]`, of many
 * `['users', …]`: so a hint about one person leaves the others alone.
 */
const lists: Readonly<Record<string, readonly string[]>> = {
  user: ['users', 'members', 'me', 'account', 'lookup'],
  team: ['teams', 'members', 'drifting', 'lookup'],
  token: ['tokens', 'status'],
  reconciler: ['reconciler', 'runs', 'drifting', 'teams', 'members', 'status'],
  reconcilerMode: ['reconciler', 'drifting', 'status'],
  requests: [],
  settings: ['settings', 'status'],
  roles: ['roles', 'users'],
  takeovers: ['takeovers', 'takeover', 'status'],
  leavers: ['leavers', 'status'],
  notices: ['notices', 'status'],
  webhooks: ['webhooks'],
  account: ['account', 'me'],
};
const things: Readonly<Record<string, string>> = { user: 'user', team: 'team', reconciler: 'team', token: 'token' };

/**
 * What is stale a moment after any change, because it is counted and kept where changes are heard of last. It is asked for at most
 * once in that time, however much happens.
 */
const later: ReadonlySet<string> = new Set(['log', 'volume', 'lag', 'status', 'tokens']);
const laterMs = 1_000;

/** Whether a query shows something of what has changed. */
export function isStaleAfter(changed: Changed, key: QueryKey): boolean {
  const [kind, id] = key as readonly [string, string?];
  return Object.entries(changed).some(([what, ids]) => {
    if (lists[what]?.includes(kind)) return true;
    return things[what] === kind && Array.isArray(ids) && ids.includes(id);
  });
}

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Asks again for what is on the screen and has changed; what is not on the screen is asked for when it is shown. */
export function apply(changed: Changed, queries: QueryClient): void {
  void queries.invalidateQueries({ predicate: ({ queryKey }) => isStaleAfter(changed, queryKey) });
  waiting ??= setTimeout(() => {
    waiting = undefined;
    void queries.invalidateQueries({ predicate: ({ queryKey }) => later.has(String(queryKey[0])) });
  }, laterMs);
}
