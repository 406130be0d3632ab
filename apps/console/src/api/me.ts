import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { canBeDone, useUnavailable } from './availability';
import { call } from './call';
import { me } from './generated/sdk.gen';
import type { Me } from './generated/types.gen';
import { queryClient } from './query-client';
import { session } from './session';

export type Permission = Me['permissions'][number];

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const known = await call(me());
    return session.began({ accountId: known.account.id, userId: known.user.id }) ? known : beginAnew();
  },
  staleTime: 60_000,
});

/** Who is signed in; only inside of the frame, which asks first. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/**
 * What who is signed in may do, and can do: what they may not is not drawn, and what cannot be done because a service is away is not
 * drawn until it is there again.
 */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  const unavailable = useUnavailable();
  return (permission) => permissions.includes(permission) && canBeDone(permission, unavailable);
}

/** Somebody else has signed in in another tab: nothing that this page shows, or was about to do, is theirs. */
function beginAnew(): Promise<never> {
  queryClient.clear();
  globalThis.location.reload();
  return new Promise(() => undefined);
}

/** Another tab has signed in: asks as whom, and shows everything anew. Until that is known nothing is written. */
export function lookWhoIsSignedIn(): void {
  const known = queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).then(() => queryClient.invalidateQueries());
  session.settling(known);
}

/** Another tab has signed out: what this one shows goes with it. */
export function leaveToo(account: string): void {
  session.signedOut();
  queryClient.clear();
  globalThis.location.assign(`/console/sign-in?account=${encodeURIComponent(account)}`);
}
