import { keepPreviousData, useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call';
import { listUsers } from '../../api/generated/sdk.gen';
import type { PersonRow, UserPage } from '../../api/generated/types.gen';
import { countOf, pagesOf, useBehind } from '../../api/pages';
import type { Reading } from '../../parts/loaded';
import { progressOf, questionOf, type PeopleFilters, type SearchProgress } from './filters';
import { pageSize, peopleRowsQuery } from './people-rows';

/** After the last move of the list what is in sight is asked for; while it moves on and on, so often. */
const quietMs = 120;
const longestMs = 400;

/** People for a list, of whom some are not known yet. */
export interface PeopleRows {
  /** Its state stands for the list. */
  readonly query: Reading<true>;
  readonly count: number;
  readonly row: (index: number) => PersonRow | undefined;
  readonly onRange: (first: number, last: number) => void;
  /** Of a search. */
  readonly progress?: SearchProgress | undefined;
}

/** All people who fit the filters, read by pages from wherever the list is scrolled to. */
export function useListedPeople(filters: PeopleFilters): PeopleRows {
  const client = useQueryClient();
  const [{ first, last }, onRange] = useSettledRange();
  const wanted = pagesOf(first, last, pageSize);
  const queries = useQueries({
    queries: wanted.map((page) => ({
      ...peopleRowsQuery(filters, page),
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
  });
  const known = new Map(queries.flatMap(({ data }, index) => (data ? [[wanted[index] ?? 0, data] as const] : [])));
  const read = useLastRead(known, queries);
  const failed = queries.find(({ isError }) => isError);
  return {
    query: {
      // The list stays while another part of it is read: it is scrolled to where that part will be.
      data: read ? true : undefined,
      dataUpdatedAt: read?.at ?? 0,
      isError: failed !== undefined,
      error: failed?.error,
      refetch: () => failed?.refetch(),
    },
    count: read?.count ?? 0,
    row: (index) => {
      const page = Math.floor(index / pageSize);
      const data = known.get(page) ?? client.getQueryData<UserPage>(peopleRowsQuery(filters, page).queryKey);
      return data?.rows?.[index % pageSize];
    },
    onRange,
  };
}

const placed = (rows: readonly PersonRow[] = [], total?: number) => ({
  items: rows,
  ...(total === undefined ? {} : { total }),
});
interface LastRead {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How many people there were when a page was read last; undefined before the first one. */
function useLastRead(
  known: ReadonlyMap<number, UserPage>,
  queries: readonly { readonly dataUpdatedAt: number }[],
): LastRead | undefined {
  const [last, setLast] = useState<LastRead>();
  if (known.size === 0) return last;
  const pages = new Map([...known].map(([page, { rows, total }]) => [page, placed(rows, total)]));
  const now = { count: countOf(pages, pageSize), at: Math.max(...queries.map(({ dataUpdatedAt }) => dataUpdatedAt)) };
  if (now.count !== last?.count || now.at > last.at) setLast(now);
  return now;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The range that a list shows, once it stays: whoever drags the scroll bar asks for what is at its end, not on its way. */
function useSettledRange(): [Range, (first: number, last: number) => void] {
  const [settled, setSettled] = useState<Range>({ first: 0, last: 0 });
  const waiting = useRef<{ timer?: ReturnType<typeof setTimeout>; since?: number }>({});
  useEffect(() => () => clearTimeout(waiting.current.timer), []);
  const noted = useCallback((first: number, last: number) => {
    const now = performance.now();
    const since = (waiting.current.since ??= now);
    clearTimeout(waiting.current.timer);
    const settle = () => {
      delete waiting.current.since;
      setSettled((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    waiting.current.timer = setTimeout(settle, Math.max(0, Math.min(quietMs, since + longestMs - now)));
  }, []);
  return [settled, noted];
}

/**
 * Who is found by a search, in pages of those who were looked at. It goes on by itself until a page of people is found. A hint reads it
 * anew where that is few requests; else it is said that somebody has changed: it reads the whole account.
 */
export function useFoundPeople(filters: PeopleFilters): PeopleRows {
  const [wanted, setWanted] = useState(pageSize);
  const queryKey = ['found-people', questionOf(filters)];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      call(
        listUsers({
          query: { ...questionOf(filters), limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: false,
  });
  const behind = useBehind(queryKey);
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const pages = data?.pages ?? [];
  const rows = pages.flatMap((page) => page.rows ?? []);
  const isLooking = hasNextPage && rows.length < wanted;
  useEffect(() => {
    if (isLooking && !isFetching && !isError) void fetchNextPage();
  }, [isLooking, isFetching, isError, fetchNextPage]);
  const found = rows.length;
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (last >= found - 1) setWanted((before) => Math.max(before, found + pageSize));
    },
    [found],
  );
  return {
    query: { ...query, ...behind, data: pages.length > 0 ? true : undefined },
    count: found,
    row: (index) => rows[index],
    onRange,
    progress: progressOf(pages, found, isLooking && !isError),
  };
}
