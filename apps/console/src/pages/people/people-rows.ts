import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call';
import { listUsers } from '../../api/generated/sdk.gen';
import { questionOf, type PeopleFilters } from './filters';

export const pageSize = 200;
/** Pages that were scrolled past are kept so long: an account has 500 of them. */
const keptMs = 60_000;

/** A page of the people who fit the filters, from wherever it is in the list; the first is asked for while the page's code is on its way. */
export const peopleRowsQuery = (filters: PeopleFilters, page: number) =>
  queryOptions({
    queryKey: ['users', 'rows', questionOf(filters), page],
    queryFn: ({ signal }) =>
      call(listUsers({ query: { ...questionOf(filters), limit: pageSize, offset: page * pageSize }, signal })),
    gcTime: keptMs,
  });
