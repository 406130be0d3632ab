import { hashKey, useInfiniteQuery, useQueries, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { isLong } from './long-lists';

/** A part of a list; `next` leads to the following one. */
export interface CursorPage<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

/** What a question for the following part has besides that for the first one. */
export interface After {
  readonly cursor?: string;
}

/** A list that is read from its beginning, further as it is scrolled. */
export function useCursorPages<Row, Page extends CursorPage<Row> = CursorPage<Row>>(
  queryKey: QueryKey,
  read: (after: After, signal: AbortSignal) => Promise<Page>,
  { enabled = true }: { readonly enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam === undefined ? {} : { cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    enabled,
    refetchOnWindowFocus: ({ state }) => !isLong(state.data),
  });
  const behind = useBehind(queryKey);
  const { fetchNextPage, hasNextPage, isFetching, data } = query;
  const rows: readonly Row[] = data?.pages.flatMap(({ items }) => items) ?? [];
  const readUntil = useCallback(
    (_first: number, last: number) => {
      if (hasNextPage && !isFetching && last >= rows.length - 1) void fetchNextPage();
    },
    [fetchNextPage, hasNextPage, isFetching, rows.length],
  );
  return {
    query: { ...query, ...behind },
    rows,
    first: data?.pages[0],
    hasMore: hasNextPage,
    more: () => void fetchNextPage(),
    readUntil,
  };
}

/** Whether a list has changed of which too much is shown to read it anew by itself, and what begins it anew. */
export function useBehind(queryKey: QueryKey): { readonly isBehind: boolean; readonly beginAnew: () => void } {
  const queries = useQueryClient();
  const cache = queries.getQueryCache();
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), [cache]);
  const isBehind = useSyncExternalStore(subscribe, () => {
    const state = cache.get(hashKey(queryKey))?.state;
    return state !== undefined && state.isInvalidated && state.fetchStatus === 'idle' && isLong(state.data);
  });
  return { isBehind, beginAnew: () => void queries.resetQueries({ queryKey, exact: true }) };
}

/** A part of a list from any place on. */
export interface PlacedPage<Row> {
  readonly items: readonly Row[];
  /** How many there are; absent where counting would take too long. */
  readonly total?: number;
}

/** The numbers of the pages that hold rows `first` to `last`. */
export function pagesOf(first: number, last: number, size: number): readonly number[] {
  const [from, to] = [Math.floor(first / size), Math.floor(Math.max(first, last) / size)];
  return Array.from({ length: to - from + 1 }, (_, page) => from + page);
}

/**
 * How many rows a list has, as far as is known.
 * @param pages those that are known, by their numbers
 */
export function countOf(pages: ReadonlyMap<number, PlacedPage<unknown>>, size: number): number {
  let count = 0;
  for (const [page, { items, total }] of pages) {
    if (total !== undefined) return total;
    const isFull = items.length === size;
    count = Math.max(count, page * size + items.length + (isFull ? 1 : 0));
  }
  return count;
}

/** A list of any length, of which only what is in sight is read. A hint reads only that anew. */
export function usePlacedPages<Row>(
  queryKey: QueryKey,
  size: number,
  read: (offset: number, signal: AbortSignal) => Promise<PlacedPage<Row>>,
) {
  const [[first, last], setRange] = useState<readonly [number, number]>([0, 0]);
  const wanted = pagesOf(first, last, size);
  const queries = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...queryKey, { page }],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => read(page * size, signal),
    })),
  });
  const pages = new Map(queries.flatMap(({ data }, index) => (data ? [[wanted[index] ?? 0, data] as const] : [])));
  return {
    /** Of the first page in sight: its state stands for the list. */
    query: queries.find(({ isError }) => isError) ?? queries[0],
    count: countOf(pages, size),
    total: [...pages.values()].find(({ total }) => total !== undefined)?.total,
    row: (index: number) => pages.get(Math.floor(index / size))?.items[index % size],
    onRange: useCallback((from: number, to: number) => setRange([from, to]), []),
    isEmpty: pages.get(0)?.items.length === 0,
  };
}
