import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { ApiProblem } from './api-problem';

/** What is known from the API. Hints make parts of it stale (`live/hints.ts`); what is shown then is asked for again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 300_000,
      refetchOnWindowFocus: true,
      // A service that was away comes back without anybody doing something.
      refetchInterval: ({ state: { error } }) => (error instanceof ApiProblem && isPassing(error) ? 5_000 : false),
      // Once at once, for what passes in a moment; then it is said, and the interval goes on.
      retry: (failures, error) => error instanceof ApiProblem && isPassing(error) && failures < 1,
      retryDelay: (failures, error) =>
        error instanceof ApiProblem && error.retryAfterS ? error.retryAfterS * 1_000 : 500 * 2 ** failures,
    },
    mutations: { retry: false },
  },
});

/**
 * After a change: reads anew what is shown of these, and all else of them when it is shown.
 * @param kinds beginnings of keys; a text stands for all keys that it begins
 */
export function readAnew(...kinds: readonly (string | QueryKey)[]): void {
  for (const kind of kinds) void queryClient.invalidateQueries({ queryKey: typeof kind === 'string' ? [kind] : kind });
}

/** Whether the same read may succeed in a moment. */
function isPassing({ status }: ApiProblem): boolean {
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504;
}
