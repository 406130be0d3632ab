import type { AuditLog, AuditOrder } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import type { SearchQuery } from '../domain/search-query.js';
import { nextWindow, segmentsOf, type Window } from '../domain/windows.js';
import { keptView, tableOf, withSource, type FoundRow, type KeptView } from './kept-entry.js';
import { daysOf } from './log-days.js';
import { Parameters, searchQuerySql } from './search-query-sql.js';

export interface Search {
  readonly accountId: string;
  readonly log: AuditLog;
  readonly query: SearchQuery;
  readonly order: AuditOrder;
  readonly limit: number;
  /** The number of the entry behind which the page begins. */
  readonly after?: number;
  /** The number of the last entry that is looked at; without it, that of the newest one. */
  readonly upTo?: number;
}

export interface FoundEntries {
  readonly entries: readonly KeptView[];
  /** Whether everything was searched: nothing is left behind `next`. */
  readonly isOver: boolean;
  /** The number of the last entry that was there to be looked at. */
  readonly upTo: number;
  /** The number up to which was searched, where there may be more; from the oldest on always, since more will come. */
  readonly next?: number;
  /** When the entry arrived up to which was searched, where time was over before the page was full. */
  readonly searchedTo?: Date;
}

/** So long a search may look; it then says how far it came. */
const budgetMs = 400;
/** Of so many people the entries of one page may tell, nearly: one entry tells of a thousand who came into a team (rule 24). */
export const maxPeopleOfPage = 50_000;
/** How many numbers of a log one statement looks at: where an index leads, and where it does not; adapted to the time it takes. */
const widths = { indexed: 500_000, looking: 5_000, min: 500, max: 10_000_000 } as const;

/** Searches the logs. Walks by numbers, in the order of arrival: so nothing comes in behind a place that was given out. */
export class EntrySearch {
  constructor(
    private readonly reads: DataSource,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  async find(search: Search): Promise<FoundEntries> {
    const { accountId, log, query, order, limit } = search;
    const [days, newest] = await daysOf(this.reads, accountId, log);
    const upTo = Math.min(newest, search.upTo ?? newest);
    const segments = segmentsOf(days, upTo, query);
    const until = this.clock() + budgetMs;
    const pace = new Pace(isIndexed(query), this.clock);
    const found: KeptView[] = [];
    let after = search.after;
    let people = 0;
    for (;;) {
      const window = nextWindow(segments, order, after, pace.width);
      if (!window) return whole(search, found, Math.max(after ?? 0, upTo), upTo);
      const rows = await pace.measure(() => this.look(search, window, limit - found.length + 1));
      found.push(...rows.map((row) => keptView(row, log)));
      if (found.length > limit)
        return { entries: found.slice(0, limit), isOver: false, upTo, next: found[limit - 1]?.seq ?? 0 };
      people += rows.reduce((sum, { also }) => sum + (also?.length ?? 0), 0);
      const isLong = people >= maxPeopleOfPage;
      after = (isLong ? rows.at(-1)?.seq : undefined) ?? (order === 'desc' ? window.low : window.high);
      if (isLong && nextWindow(segments, order, after, 1)) return { entries: found, isOver: false, upTo, next: after };
      if (this.clock() > until && nextWindow(segments, order, after, 1))
        return { entries: found, isOver: false, upTo, next: after, ...(await this.searchedTo(search, after, window)) };
    }
  }

  /** When an entry arrived; nothing where it is no longer kept. */
  private async searchedTo(
    { accountId, log }: Search,
    seq: number,
    { firstDay, lastDay }: Window,
  ): Promise<Pick<FoundEntries, 'searchedTo'>> {
    const [row] = await readRows<{ at: Date }>(
      this.reads,
      `SELECT received_at AS at FROM ${tableOf[log]} WHERE account_id = $1 AND seq = $2 AND day BETWEEN $3 AND $4`,
      [accountId, seq, firstDay, lastDay],
    );
    return row ? { searchedTo: row.at } : {};
  }

  private look(search: Search, window: Window, limit: number): Promise<FoundRow[]> {
    const { sql, values } = windowStatement(search, window, limit);
    return readRows<FoundRow>(this.reads, sql, values);
  }
}

const whole = ({ order }: Search, entries: readonly KeptView[], end: number, upTo: number): FoundEntries => ({
  entries,
  isOver: true,
  upTo,
  ...(order === 'asc' ? { next: end } : {}),
});

/** The statement that looks at one window; exported so that a spec can have it explained. */
export function windowStatement(
  { accountId, log, query, order }: Omit<Search, 'limit'>,
  { low, high, firstDay, lastDay }: Window,
  limit: number,
): { readonly sql: string; readonly values: readonly unknown[] } {
  const p = new Parameters();
  const base = [
    `e.account_id = ${p.add(accountId)}::uuid`,
    `e.seq BETWEEN ${p.add(low)}::bigint AND ${p.add(high)}::bigint`,
    `e.day BETWEEN ${p.add(firstDay)}::date AND ${p.add(lastDay)}::date`,
  ];
  const { conditions, branches } = searchQuerySql(query, p);
  const last = `ORDER BY e.seq ${order} LIMIT ${p.add(limit)}::integer`;
  const one = (...more: string[]) =>
    `SELECT * FROM ${tableOf[log]} e WHERE ${[...base, ...conditions, ...more].join(' AND ')} ${last}`;
  const entries =
    branches.length === 0
      ? one()
      : // What two branches find is there once.
        `SELECT DISTINCT ON (e.seq) * FROM (${branches.map((branch) => `(${one(branch)})`).join(' UNION ALL ')}) e ${last}`;
  const people = `sum(cardinality(x.also)) OVER (ORDER BY x.seq ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const bounded = `SELECT * FROM (SELECT x.*, ${people} AS people_before FROM (${entries}) x) y WHERE coalesce(people_before, 0) < ${maxPeopleOfPage}`;
  return { sql: `${withSource(bounded)} ORDER BY e.seq ${order}`, values: p.values };
}

const isIndexed = (query: SearchQuery) => searchQuerySql(query, new Parameters()).isIndexed;

/** How much the next statement looks at, by how long the one before took. */
export class Pace {
  width: number;

  constructor(
    isIndexed: boolean,
    private readonly clock: () => number,
  ) {
    this.width = isIndexed ? widths.indexed : widths.looking;
  }

  async measure<T>(look: () => Promise<T>): Promise<T> {
    const began = this.clock();
    const result = await look();
    const took = this.clock() - began;
    if (took < 25) this.width = Math.min(widths.max, this.width * 4);
    if (took > 100) this.width = Math.max(widths.min, this.width >> 2);
    return result;
  }
}
