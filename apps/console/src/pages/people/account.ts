import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call';
import { account } from '../../api/generated/sdk.gen';
import type { Account } from '../../api/generated/types.gen';
import { t } from '../../texts';

/** The account in numbers. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: () => call(account()),
});

/** The account in one line: people and seats, and those who are out of sight elsewhere. */
export function countsText({
  users,
  seats,
  inactive,
  released,
}: Pick<Account, 'users' | 'seats' | 'inactive' | 'released'>): string {
  const parts = [
    t.people.count(users),
    t.people.seats(seats),
    ...(inactive ? [t.people.inactive(inactive)] : []),
    ...(released ? [t.people.released(released)] : []),
  ];
  return parts.join(' · ');
}
