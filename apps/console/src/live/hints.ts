import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import { isLong } from '../api/long-lists';

/**
 * What has changed, by kind: the ids of things, or that anything of a kind has. It holds no data: the page that shows it asks the API, which
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
  user: ['users', 'found-people', 'members', 'me', 'account', 'lookup'],
  // Who is put into a team or out of it is who would lose access.
  team: ['teams', 'members', 'drifting', 'lookup', 'takeovers', 'takeover'],
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
  notifications: ['notifications'],
  account: ['account', 'me'],
};
const things: Readonly<Record<string, string>> = {
  user: 'user',
  team: 'team',
  reconciler: 'team',
  token: 'token',
  sessions: 'sessions',
};

/**
 * What is stale a moment after any change, because it is counted and kept where changes are heard of last. It is asked for at most
 * once in that time, however much happens; and once more some time after the last change, because where much happens it is counted late.
 */
const countedKinds: ReadonlySet<unknown> = new Set(['log', 'volume', 'lag', 'status', 'tokens', 'why', 'changes']);
const pauseMs = 1_000;
const lateMs = 5_000;
/** A change by hand and what the reconciler does about it come within that time, and both are to be seen at once. */
const maxInPause = 2;

/** Whether a query shows something of what has changed. */
export function isStaleAfter(changed: Changed, key: QueryKey): boolean {
  const [kind, id] = key as readonly [string, string?];
  return Object.entries(changed).some(([what, ids]) => {
    if (lists[what]?.includes(kind)) return true;
    return things[what] === kind && Array.isArray(ids) && ids.includes(id);
  });
}

/** Whether a query shows something that is counted or explained from the log: also of one thing, as `['user', id, 'why']`. */
export const isCountedLate = (key: QueryKey): boolean => key.some((part) => countedKinds.has(part));

/**
 * Asks again for what is on the screen and has changed: at once, but for each query at most twice a second. What is not on the screen,
 * or is not seen because another tab is in front, is asked for when it is shown.
 */
export class Freshness {
  /** When each query was asked for lately, by its hash. */
  private readonly askedAt = new Map<string, readonly number[]>();
  /** What changed while it was read, whose answer may be older than the change, or a moment after it was asked for; by its hash. */
  private readonly waiting = new Set<string>();
  private soonAt: number | undefined;
  private afterLastAt: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly queries: QueryClient,
    private readonly isHidden: () => boolean,
  ) {}

  /** Something has changed. */
  take(changed: Changed): void {
    this.soonAt ??= Date.now() + pauseMs;
    this.afterLastAt = Date.now() + lateMs;
    this.apply(({ queryKey }) => isStaleAfter(changed, queryKey));
  }

  /** Anything may have changed. What a dialog has said stays until somebody looks again. */
  takeAll(): void {
    this.apply(({ queryKey }) => queryKey[0] !== 'consequence');
  }

  private apply(isStale: (query: Query) => boolean): void {
    for (const query of this.queries.getQueryCache().findAll({ predicate: isStale })) {
      if (this.hasToWait(query)) this.waiting.add(query.queryHash);
      else this.askFor(query);
    }
    if (this.waiting.size > 0 || this.soonAt !== undefined || this.afterLastAt !== undefined)
      this.timer ??= setTimeout(() => this.goOn(), pauseMs / 4);
  }

  private hasToWait({ queryHash, state }: Query): boolean {
    return state.fetchStatus === 'fetching' || this.askedLately(queryHash).length >= maxInPause;
  }

  private askedLately(queryHash: string): readonly number[] {
    return (this.askedAt.get(queryHash) ?? []).filter((at) => Date.now() - at < pauseMs);
  }

  private askFor({ queryKey, queryHash, state }: Query): void {
    this.askedAt.set(queryHash, [...this.askedLately(queryHash), Date.now()]);
    const refetchType = this.isHidden() || isLong(state.data) ? 'none' : 'active';
    void this.queries.invalidateQueries({ queryKey, exact: true, refetchType }, { cancelRefetch: false });
  }

  private goOn(): void {
    this.timer = undefined;
    const now = Date.now();
    for (const hash of this.askedAt.keys()) if (this.askedLately(hash).length === 0) this.askedAt.delete(hash);
    const isOver = (at: number | undefined) => at !== undefined && now >= at;
    const isDue = isOver(this.soonAt) || isOver(this.afterLastAt);
    if (isOver(this.soonAt)) this.soonAt = undefined;
    if (isOver(this.afterLastAt)) this.afterLastAt = undefined;
    const waiting = new Set(this.waiting);
    this.waiting.clear();
    this.apply(({ queryKey, queryHash }) => waiting.has(queryHash) || (isDue && isCountedLate(queryKey)));
  }
}
