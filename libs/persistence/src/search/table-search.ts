import { Refusal, type Filter, type PagePlace } from '@rollcall/contracts';
import { readRowsWithin, wasCanceled } from '../connection/read-within.js';
import { readRows } from '../connection/transaction.js';
import type { DataSource } from 'typeorm';
import { filterSql } from './filter-sql.js';
import { pageSql, type ListedTable, type PageOfTable } from './page-sql.js';
import { listKey, PlaceCache } from './place-cache.js';

/** How long a search may look through a table, its page and its total together (rule 24). */
export const longestSearchMs = 5_000;

export interface TableQuery extends PageOfTable {
  readonly accountId: string;
  readonly filter?: Filter | undefined;
  /** Whether no more rows are looked at than are found: a unique index leads to them, or the page is one of all. */
  readonly readsFew: boolean;
  /** Conditions beside the account and the filter. */
  readonly shown: readonly string[];
  /** The total, where the caller knows it: it is not counted again. */
  readonly total?: number | undefined;
  /** A statement that gives the `total` without counting the rows, where there is one; `$1` is the account. */
  readonly totalSql?: string | undefined;
  /** That statement may read many rows all the same: it runs within the time limit of the search. */
  readonly totalReadsMany?: boolean | undefined;
}

export interface FoundPage<Row> {
  readonly rows: Row[];
  readonly total: number;
  /** Where the next page begins; undefined on the last one. */
  readonly next?: PagePlace;
  /** Where the page before ends; undefined where there is none. */
  readonly previous?: PagePlace;
}

interface KeyedRow {
  readonly id: string;
  readonly place_key?: string;
  /** How many rows the page would have had, if it had not become too long; only of tables whose rows have `bytes`. */
  readonly page_rows?: number;
}

/**
 * Searches one table. What reads no more than it finds is read on the pool of the hot path; everything else may look through an account's
 * rows, and does so on the small pool, whose sessions have PostgreSQL's own planner settings (ADR 0024, ADR 0044), within a time limit.
 */
export class TableSearch<Row extends KeyedRow> {
  private readonly places = new PlaceCache();

  constructor(
    private readonly pools: { readonly hot: DataSource; readonly lists: DataSource },
    private readonly table: ListedTable,
    private readonly longestMs = longestSearchMs,
  ) {}

  /**
   * @param longestMs how long it may look through the table
   * @throws Refusal filter-not-supported, search-too-long
   */
  async page(query: TableQuery, longestMs = this.longestMs): Promise<FoundPage<Row>> {
    const { limit, offset, readsFew } = query;
    const where = this.whereOf(query);
    const read = readsFew ? this.quickly() : this.withinTime(longestMs);
    const { found, isCached } = limit === 0 ? { found: [], isCached: false } : await this.read(read, where, query);
    const rows = query.place?.backwards ? found.slice(0, limit).toReversed() : found.slice(0, limit);
    const isShort = found.length < (found[0]?.page_rows ?? 0);
    const page = { rows, ...placesOf(rows, isShort || found.length > limit, query) };
    if (query.total !== undefined) return { ...page, total: query.total };
    // A page that is not full is the last one, so it tells the total; but not behind a cached place, before which rows may be gone.
    const isAtPlace = query.place !== undefined || isCached;
    const isLast = !isAtPlace && !isShort && limit > 0 && found.length <= limit && (offset === 0 || found.length > 0);
    const total = isLast ? offset + rows.length : await this.count(read, where, query);
    return isCached && offset >= total ? { rows: [], total } : { ...page, total };
  }

  /** How many rows a search finds; undefined where counting them takes longer than so many milliseconds. */
  async total(
    query: Pick<TableQuery, 'accountId' | 'filter' | 'shown' | 'totalSql' | 'totalReadsMany'>,
    longestMs: number,
  ): Promise<number | undefined> {
    try {
      return await this.count(this.withinTime(longestMs), this.whereOf(query), query);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'search-too-long') return undefined;
      throw error;
    }
  }

  private async count(
    read: Read,
    { where, parameters }: Where,
    { accountId, totalSql, totalReadsMany }: Pick<TableQuery, 'accountId' | 'totalSql' | 'totalReadsMany'>,
  ): Promise<number> {
    const [counted] = totalSql
      ? await (totalReadsMany ? read : this.quickly())<{ total: number }>(totalSql, [accountId])
      : await read<{ total: number }>(
          `SELECT count(*)::int AS total FROM ${this.table.from} WHERE ${where}`,
          parameters,
        );
    return counted?.total ?? 0;
  }

  /**
   * The ids of all rows that fulfil a filter.
   * @param of where other ids come from that the rows lead to
   * @throws Refusal too-many-found where there are more than `most`; filter-not-supported, search-too-long
   */
  async ids(
    query: Pick<TableQuery, 'accountId' | 'filter' | 'readsFew' | 'shown'>,
    most: number,
    of: IdsOf = { from: this.table.from, id: `${this.table.alias}.id` },
  ): Promise<string[]> {
    const { where, parameters } = this.whereOf(query);
    const read = query.readsFew ? this.quickly() : this.withinTime();
    const select = `SELECT DISTINCT ${of.id} AS id FROM ${of.from} WHERE ${where} LIMIT ${most + 1}`;
    const rows = await read<{ id: string }>(select, parameters);
    if (rows.length > most) throw new Refusal('too-many-found', { most });
    return rows.map(({ id }) => id);
  }

  private whereOf({ accountId, filter, shown }: Pick<TableQuery, 'accountId' | 'filter' | 'shown'>): Where {
    const parameters: unknown[] = [accountId];
    const said = filter ? [filterSql(filter, this.table.attributes, parameterOf(parameters))] : [];
    return { where: [`${this.table.alias}.account_id = $1`, ...shown, ...said].join(' AND '), parameters };
  }

  /** One row more than the page has, which tells whether there is another page; and whether it was read behind a cached place. */
  private async read(read: Read, { where, parameters }: Where, query: TableQuery) {
    const { sort, offset, limit } = query;
    const list = query.place || sort?.keys ? undefined : listKey(where, parameters, sort);
    const known = list === undefined || offset === 0 ? undefined : this.places.at(list, offset);
    const page = { sort, place: query.place ?? known, offset: known ? 0 : offset, limit: limit + 1 };
    const all = [...parameters];
    const found = await read<Row>(pageSql(this.table, where, page, parameterOf(all)), all);
    const last = found[limit - 1];
    if (list !== undefined && last) this.places.remember(list, offset + limit, placeOf(last));
    return { found, isCached: known !== undefined };
  }

  /** No other limit than the pool's. */
  private quickly(): Read {
    return <Found extends object>(sql: string, parameters: readonly unknown[]) =>
      orTooLong(readRows<Found>(this.pools.hot, sql, parameters), {});
  }

  /** All statements of a search have one time limit together. */
  private withinTime(longestMs = this.longestMs): Read {
    const end = performance.now() + longestMs;
    return <Found extends object>(sql: string, parameters: readonly unknown[]) => {
      const leftMs = Math.max(1, Math.floor(end - performance.now()));
      const read = readRowsWithin<Found>(this.pools.lists, leftMs, sql, parameters);
      return orTooLong(read, { seconds: longestMs / 1_000 });
    };
  }
}

/** A condition with its parameters; `$1` is the account. */
interface Where {
  readonly where: string;
  readonly parameters: readonly unknown[];
}

/** Ids, and the table joined with what they come from. */
interface IdsOf {
  readonly from: string;
  readonly id: string;
}

type Read = <Found extends object>(sql: string, parameters: readonly unknown[]) => Promise<Found[]>;

const parameterOf = (parameters: unknown[]) => (value: unknown) => `$${parameters.push(value)}`;

const placeOf = ({ id, place_key: key }: KeyedRow): PagePlace => (key === undefined ? { id } : { id, key });

/** Behind the last row and before the first one, where there is more. */
function placesOf(rows: readonly KeyedRow[], isMore: boolean, { place, offset }: TableQuery) {
  const [first, last] = [rows[0], rows.at(-1)];
  const [follows, precedes] = place?.backwards ? [true, isMore] : [isMore, place !== undefined || offset > 0];
  return {
    ...(last && follows ? { next: placeOf(last) } : {}),
    ...(first && precedes ? { previous: { ...placeOf(first), backwards: true } } : {}),
  };
}

/** @throws Refusal search-too-long where the statement reached its time limit (SQLSTATE 57014) */
export async function orTooLong<Rows>(read: Promise<Rows>, facts: { readonly seconds?: number }): Promise<Rows> {
  try {
    return await read;
  } catch (error) {
    throw wasCanceled(error) ? new Refusal('search-too-long', facts) : error;
  }
}
