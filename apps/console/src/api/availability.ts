import type { Query, QueryCacheNotifyEvent, QueryKey } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ApiProblem } from './api-problem';
import { Listeners } from './listeners';
import { queryClient } from './query-client';

/** What stands or falls together: a service of the API, or what takes all changes to them (`changes`). */
export type ApiPart = 'people' | 'teams' | 'tokens' | 'log' | 'changes';

const kinds: Readonly<Record<Exclude<ApiPart, 'changes'>, string>> = {
  people: 'users user found-people roles account me settings leavers sessions notifications notices webhooks',
  teams: 'teams team members drifting reconciler runs takeovers takeover',
  tokens: 'tokens',
  log: 'log log-list volume lag audit-streams',
};
const parts = new Map(
  (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((part) =>
    kinds[part].split(' ').map((kind) => [kind, part] as const),
  ),
);
/** What the log says of other things. */
const ofLog: ReadonlySet<unknown> = new Set(['why', 'changes']);

/** The part that a query asks; undefined where it asks several. */
export function partOf(key: QueryKey): ApiPart | undefined {
  return key.some((each) => ofLog.has(each)) ? 'log' : parts.get(String(key[0]));
}

/** Whether a read failed because no server answered, and not because of what was asked. */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return error.status === 0 || error.status >= 502 || error.code === 'unavailable' || error.code === 'deadline';
}

/** Which parts do not answer what is on the screen. */
export class Availability {
  private readonly failing = new Map<string, ApiPart>();
  private canChange = true;
  private parts: ReadonlySet<ApiPart> = new Set();
  private readonly listeners = new Listeners();
  readonly subscribe = this.listeners.subscribe;

  get unavailable(): ReadonlySet<ApiPart> {
    return this.parts;
  }

  /** Takes what has become of a query. One answer is enough: the part is there again. */
  take(event: QueryCacheNotifyEvent): void {
    const { type, query } = event;
    const part = partOf(query.queryKey);
    if (part === undefined) return;
    if (type === 'updated') this.answered(event.action.type, query, part);
    else if (type === 'removed' || (type === 'observerRemoved' && !query.isActive()))
      this.failing.delete(query.queryHash);
    else return;
    this.tell();
  }

  /** Whether the server can take changes at all. */
  setCanChange(canChange: boolean): void {
    this.canChange = canChange;
    this.tell();
  }

  private answered(outcome: string, query: Pick<Query, 'queryHash' | 'state' | 'isActive'>, part: ApiPart): void {
    if (outcome === 'success') for (const [hash, of] of this.failing) if (of === part) this.failing.delete(hash);
    if (outcome !== 'error') return;
    // What no page shows any more is not asked for again, and so would never be answered.
    if (isUnanswered(query.state.error) && query.isActive()) this.failing.set(query.queryHash, part);
    else this.failing.delete(query.queryHash);
  }

  private tell(): void {
    const next = new Set<ApiPart>(this.failing.values());
    if (!this.canChange) next.add('changes');
    if (next.size === this.parts.size && [...next].every((part) => this.parts.has(part))) return;
    this.parts = next;
    this.listeners.tell();
  }
}

const availability = new Availability();

/** Asks for all else that is shown of what has just failed: it says then that it is old. */
function refetchOthers({ queryKey, state }: Query): void {
  const part = partOf(queryKey);
  const isKnown = part === undefined ? state.errorUpdateCount > 1 : availability.unavailable.has(part);
  if (!isUnanswered(state.error) || isKnown || queryKey[0] === 'consequence') return;
  const predicate = (other: Query) =>
    other.state.status === 'success' &&
    other.queryKey[0] !== 'consequence' &&
    (part === undefined || partOf(other.queryKey) === part);
  void queryClient.invalidateQueries({ predicate });
}

queryClient.getQueryCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error') refetchOthers(event.query);
  availability.take(event);
});

/**
 * Hears when something answers again that did not.
 * @returns hears no more
 */
export function onAnswered(listener: () => void): () => void {
  let before = availability.unavailable;
  return availability.subscribe(() => {
    const isBack = [...before].some((part) => !availability.unavailable.has(part));
    before = availability.unavailable;
    if (isBack) listener();
  });
}

/** Says whether the server can take changes at all: without its brokers it cannot. */
export const setCanChange = (canChange: boolean): void => availability.setCanChange(canChange);

/** What has to be there for what a permission allows. Tokens need `tokens` besides. */
const reliesOn: Readonly<Record<string, readonly ApiPart[]>> = {
  'users.manage': ['people', 'changes'],
  'roles.manage': ['people', 'changes'],
  'audit.manage': ['log'],
  'scim.manage': ['people', 'changes'],
  'teams.manage': ['teams', 'changes'],
  'reconciler.manage': ['teams', 'changes'],
};

/** Whether what a permission allows can be done at the moment. Reads are tried. */
export function canBeDone(permission: string, unavailable: ReadonlySet<ApiPart>): boolean {
  return !reliesOn[permission]?.some((part) => unavailable.has(part));
}

/** Which parts do not answer at the moment: what is shown of them may be old, and they cannot be changed. */
export const useUnavailable = (): ReadonlySet<ApiPart> =>
  useSyncExternalStore(availability.subscribe, () => availability.unavailable);

/** Whether something of a part can be changed at the moment. */
export function useCanChange(part: ApiPart): boolean {
  const unavailable = useUnavailable();
  return !unavailable.has('changes') && !unavailable.has(part);
}
