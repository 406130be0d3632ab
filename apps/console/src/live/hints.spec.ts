import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Freshness, isCountedLate, isStaleAfter } from './hints';

test('a hint about one person makes lists of people stale and that person, and nobody else', () => {
  const changed = { user: ['ann'] };
  expect(isStaleAfter(changed, ['users', { search: 'b' }])).toBe(true);
  expect(isStaleAfter(changed, ['user', 'ann', 'teams'])).toBe(true);
  expect(isStaleAfter(changed, ['user', 'bob'])).toBe(false);
  expect(isStaleAfter(changed, ['teams'])).toBe(false);
});

test('who was put into a team or out of it may lose access by a takeover', () => {
  expect(isStaleAfter({ team: ['design'] }, ['takeover', 't1'])).toBe(true);
  expect(isStaleAfter({ team: ['design'] }, ['takeovers', {}])).toBe(true);
});

test('people who were found by a search, sessions of a person and chosen notifications follow', () => {
  expect(isStaleAfter({ user: ['ann'] }, ['found-people', { search: 'a' }])).toBe(true);
  expect(isStaleAfter({ sessions: ['ann'] }, ['sessions', 'ann'])).toBe(true);
  expect(isStaleAfter({ sessions: ['ann'] }, ['sessions', 'bob'])).toBe(false);
  expect(isStaleAfter({ sessions: ['ann'] }, ['users', {}])).toBe(false);
  expect(isStaleAfter({ notifications: true }, ['notifications'])).toBe(true);
});

test('what the reconciler has done shows in its runs, and in the team', () => {
  expect(isStaleAfter({ reconciler: ['design'] }, ['runs', {}])).toBe(true);
  expect(isStaleAfter({ reconciler: ['design'] }, ['team', 'design'])).toBe(true);
  expect(isStaleAfter({ reconciler: ['design'] }, ['team', 'sales'])).toBe(false);
});

test('a kind that this console does not know changes nothing', () => {
  expect(isStaleAfter({ planets: ['mars'] }, ['users'])).toBe(false);
});

test('what is told from the log is counted late, but the list of the log waits until somebody wants it', () => {
  const late = [['log', 'newest', {}], ['user', 'ann', 'why'], ['settings', 'changes'], ['status']];
  expect(late.filter((key) => !isCountedLate(key))).toEqual([]);
  expect(
    [
      ['user', 'ann'],
      ['log-list', {}],
      ['teams', {}],
    ].filter(isCountedLate),
  ).toEqual([]);
});

describe('what is shown', () => {
  const made: QueryClient[] = [];
  afterEach(() => {
    for (const queries of made.splice(0)) queries.clear();
    vi.useRealTimers();
  });

  /** Queries that somebody looks at, and how often each was read. */
  function shown(reads: Readonly<Record<string, () => Promise<unknown>>>, isHidden = false) {
    vi.useFakeTimers();
    const queries = new QueryClient();
    made.push(queries);
    const counts: Record<string, number> = {};
    for (const [kind, read] of Object.entries(reads)) {
      const queryFn = () => {
        counts[kind] = (counts[kind] ?? 0) + 1;
        return read();
      };
      new QueryObserver(queries, { queryKey: [kind], queryFn, staleTime: Number.POSITIVE_INFINITY }).subscribe(
        () => {},
      );
    }
    return { queries, counts, freshness: new Freshness(queries, () => isHidden) };
  }
  const read = () => Promise.resolve(1);

  test('is read at once, and at most twice a second however much changes', async () => {
    const { counts, freshness } = shown({ users: read, teams: read });
    await vi.advanceTimersByTimeAsync(0);
    for (let hints = 0; hints < 100; hints += 1) {
      freshness.take({ user: ['ann'] });
      await vi.advanceTimersByTimeAsync(100);
      if (hints === 0) expect(counts).toEqual({ users: 2, teams: 1 });
    }
    const reads = counts['users'] ?? 0;
    expect(reads).toBeGreaterThan(10);
    expect(reads).toBeLessThanOrEqual(22);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(counts['users']).toBeLessThanOrEqual(reads + 1);
    expect(counts['teams']).toBe(1);
  });

  test('is read a second time at once, for what follows from a change', async () => {
    const { counts, freshness } = shown({ members: read });
    await vi.advanceTimersByTimeAsync(0);
    freshness.take({ team: ['design'] });
    await vi.advanceTimersByTimeAsync(250);
    freshness.take({ reconciler: ['design'] });
    await vi.advanceTimersByTimeAsync(0);
    expect(counts).toEqual({ members: 3 });
  });

  test('does not wait because something else has changed a moment ago', async () => {
    const { counts, freshness } = shown({ users: read, runs: read });
    await vi.advanceTimersByTimeAsync(0);
    freshness.take({ user: ['ann'] });
    await vi.advanceTimersByTimeAsync(100);
    freshness.take({ reconciler: ['design'] });
    await vi.advanceTimersByTimeAsync(0);
    expect(counts).toEqual({ users: 2, runs: 2 });
  });

  test('is read once more where it changed while it was read, and that read is not given up', async () => {
    let answer = () => {};
    const slow = () => new Promise((resolve) => (answer = () => resolve(1)));
    const { counts, freshness } = shown({ users: slow });
    await vi.advanceTimersByTimeAsync(0);
    freshness.take({ user: ['ann'] });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(counts['users']).toBe(1);
    answer();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(counts['users']).toBe(2);
    answer();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(counts['users']).toBe(2);
  });

  test('is only marked in a tab that nobody sees', async () => {
    const { counts, freshness, queries } = shown({ users: read }, true);
    await vi.advanceTimersByTimeAsync(0);
    freshness.take({ user: ['ann'] });
    freshness.takeAll();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(counts['users']).toBe(1);
    expect(queries.getQueryState(['users'])?.isInvalidated).toBe(true);
  });

  test('is only marked where so much of a list is shown that it would be many requests', async () => {
    const pages = (count: number) => () => Promise.resolve({ pages: Array.from({ length: count }), pageParams: [] });
    const { counts, freshness, queries } = shown({ members: pages(4), users: pages(3) });
    await vi.advanceTimersByTimeAsync(0);
    freshness.take({ user: ['ann'] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(counts).toEqual({ members: 1, users: 2 });
    expect(queries.getQueryState(['members'])?.isInvalidated).toBe(true);
  });

  test('is all read after a time without hints, but not what a dialog has said of an act', async () => {
    const { counts, freshness } = shown({ users: read, teams: read, consequence: read });
    await vi.advanceTimersByTimeAsync(0);
    freshness.takeAll();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(counts).toEqual({ users: 2, teams: 2, consequence: 1 });
  });

  test('follows what is counted late a second after a change, and once more five seconds after the last one', async () => {
    const { counts, freshness } = shown({ log: read });
    await vi.advanceTimersByTimeAsync(0);
    freshness.take({ requests: 1 });
    await vi.advanceTimersByTimeAsync(900);
    expect(counts['log']).toBe(1);
    await vi.advanceTimersByTimeAsync(600);
    expect(counts['log']).toBe(2);
    freshness.take({ requests: 1 });
    await vi.advanceTimersByTimeAsync(4_500);
    expect(counts['log']).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(counts['log']).toBe(4);
  });
});
