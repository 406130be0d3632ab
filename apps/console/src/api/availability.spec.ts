import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { ApiProblem } from './api-problem.js';
import { Availability, canBeDone, isUnanswered, partOf, type ApiPart } from './availability.js';

test.each([
  [['users', 'rows'], 'people'],
  [['user', '1', 'why'], 'log'],
  [['settings', 'changes'], 'log'],
  [['team', '1', 'drift'], 'teams'],
  [['tokens'], 'tokens'],
  [['audit-streams'], 'log'],
  [['status'], undefined],
])('%j asks %s', (key, part) => {
  expect(partOf(key)).toBe(part);
});

test.each([
  [new ApiProblem(0, {}), true],
  [new ApiProblem(503, {}), true],
  [new ApiProblem(429, { code: 'unavailable' }), true],
  [new ApiProblem(429, { code: 'rate-limit' }), false],
  [new ApiProblem(404, { code: 'team-not-found' }), false],
])('nobody answered: %s', (error, isSo) => {
  expect(isUnanswered(error)).toBe(isSo);
});

/** Somebody looks at what is read. @returns looks away */
async function shown(client: QueryClient, queryKey: readonly string[], queryFn: () => Promise<unknown>) {
  const observer = new QueryObserver(client, { queryKey, queryFn });
  const lookAway = observer.subscribe(() => undefined);
  await vi.waitFor(() => expect(observer.getCurrentResult().isFetching).toBe(false));
  return lookAway;
}

test('a part is away from its first failure on to its next answer, whatever is asked of it then', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const availability = new Availability();
  client.getQueryCache().subscribe((event) => availability.take(event));
  const fails = () => Promise.reject(new ApiProblem(429, { code: 'unavailable' }));
  await shown(client, ['teams'], fails);
  expect([...availability.unavailable]).toEqual(['teams']);
  await shown(client, ['tokens'], fails);
  expect([...availability.unavailable]).toEqual(['teams', 'tokens']);
  await client.fetchQuery({ queryKey: ['team', '1'], queryFn: () => Promise.resolve(1) });
  expect([...availability.unavailable]).toEqual(['tokens']);
});

test('what is not on the screen any more says nothing', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const availability = new Availability();
  client.getQueryCache().subscribe((event) => availability.take(event));
  const fails = () => Promise.reject(new ApiProblem(0, {}));
  const lookAway = await shown(client, ['teams'], fails);
  expect([...availability.unavailable]).toEqual(['teams']);
  lookAway();
  expect([...availability.unavailable]).toEqual([]);
  // Nor where it fails only after somebody has gone on to another page.
  await client.fetchQuery({ queryKey: ['tokens'], queryFn: fails }).catch(() => undefined);
  expect([...availability.unavailable]).toEqual([]);
});

test.each([
  ['teams.manage', ['teams'], false],
  ['teams.manage', ['tokens', 'log'], true],
  ['teams.manage', ['changes'], false],
  ['scim.manage', ['tokens'], true],
  ['scim.manage', ['people'], false],
  ['audit.manage', ['people', 'changes'], true],
  ['audit.manage', ['log'], false],
  ['teams.read', ['teams', 'changes'], true],
] as const)('%s while %j are away: %s', (permission, parts, isSo) => {
  expect(canBeDone(permission, new Set<ApiPart>(parts))).toBe(isSo);
});
