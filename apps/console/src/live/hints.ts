import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import { isLong } from '../api/long-lists';

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
const pauseMs = 1_000;

/** Whether a query shows something of what has changed. */
export function isStaleAfter(changed: Changed, key: QueryKey): boolean {
  const [kind, id] = key as readonly [string, string?];
  return Object.entries(changed).some(([what, ids]) => {
    if (lists[what]?.includes(kind)) return true;
    return things[what] === kind && Array.isArray(ids) && ids.includes(id);
  });
}

/**
 * Asks again for what is on the screen and has changed: at once, then at most once a second. What is not on the screen, or nobody sees
 * because another tab is in front, is asked for when it is shown.
 */
export class Freshness {
  private changes: Changed[] = [];
  private isAll = false;
  private isLater = false;
  /** What was being read when it changed, by its hash: that answer may be older than the change. */
  private missed: ReadonlySet<string> = new Set();
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly queries: QueryClient,
    private readonly isHidden: () => boolean,
  ) {}

  /** Something has changed. */
  take(changed: Changed): void {
    this.changes.push(changed);
    this.isLater = true;
    if (this.pause === undefined) this.apply(false);
  }

  /** Anything may have changed. */
  takeAll(): void {
    this.isAll = true;
    if (this.pause === undefined) this.apply(false);
  }

  private apply(isPauseOver: boolean): void {
    const isStale = this.staleness(isPauseOver);
    const stale = this.queries.getQueryCache().findAll({ predicate: isStale });
    const isRead = (query: Query) => query.state.fetchStatus === 'fetching';
    this.missed = new Set(stale.filter(isRead).map(({ queryHash }) => queryHash));
    for (const query of stale.filter((each) => !isRead(each))) {
      const isLeft = this.isHidden() || isLong(query.state.data);
      const only = { queryKey: query.queryKey, exact: true, refetchType: isLeft ? 'none' : 'active' } as const;
      void this.queries.invalidateQueries(only, { cancelRefetch: false });
    }
    this.pause = setTimeout(() => {
      this.pause = undefined;
      if (this.changes.length > 0 || this.isAll || this.isLater || this.missed.size > 0) this.apply(true);
    }, pauseMs);
  }

  /** What is stale by everything that was taken, which is forgotten. */
  private staleness(isPauseOver: boolean): (query: Query) => boolean {
    const { changes, isAll, missed } = this;
    const isLater = isPauseOver && this.isLater;
    this.changes = [];
    this.isAll = false;
    if (isLater) this.isLater = false;
    return ({ queryKey, queryHash }) => {
      const kind = String(queryKey[0]);
      if (missed.has(queryHash) || (isLater && later.has(kind))) return true;
      // What a dialog has said stays until somebody looks again.
      return (isAll && kind !== 'consequence') || changes.some((changed) => isStaleAfter(changed, queryKey));
    };
  }
}
