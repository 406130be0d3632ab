import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { call } from './call';
import { me } from './generated/sdk.gen';
import type { Me } from './generated/types.gen';
import { session } from './session';

export type Permission = Me['permissions'][number];

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const known = await call(me());
    session.began();
    return known;
  },
  staleTime: 60_000,
});

/** Who is signed in; only inside of the frame, which asks first. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Whether who is signed in may do something: what they may not is not drawn. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}
