import type { PagePlace, SortOrder } from '@rollcall/contracts';
import { AnswerCache } from '@rollcall/service-kit';
import type { FoundPage, TableQuery, TableSearch } from './table-search.js';

/** Where a page of a list begins, as it is requested over internal HTTP. */
interface RequestedPlace {
  readonly after?: string;
  readonly afterKey?: string;
}

/** Behind which row a page begins; undefined for the first page. */
export function placeBehind({ after, afterKey }: RequestedPlace, sort: SortOrder | undefined): PagePlace | undefined {
  return after === undefined ? undefined : { id: after, ...(sort ? { key: afterKey ?? '' } : {}) };
}

/** How an answer names the row behind which the next page begins. */
export const nextOf = (next: FoundPage<object>['next']): { readonly next?: string; readonly nextKey?: string } =>
  next ? { next: next.id, ...(next.key === undefined ? {} : { nextKey: next.key }) } : {};

/** Counting may take so long; beyond it a list has no total. */
const longestCountMs = 1_000;
/** Of so many lists the total is kept: who scrolls through a long one asks for page after page. */
const maxTotals = 10_000;

/** The totals of a table's lists. */
export class ListTotals {
  private readonly kept = new AnswerCache<{ readonly total?: number }>({ max: maxTotals });

  constructor(private readonly table: Pick<TableSearch<{ readonly id: string }>, 'total'>) {}

  of(query: Pick<TableQuery, 'accountId' | 'filter' | 'shown' | 'totalSql'>): Promise<{ readonly total?: number }> {
    const { accountId, filter, shown } = query;
    return this.kept.of(accountId, [filter, shown], async () => {
      const total = await this.table.total(query, longestCountMs);
      return total === undefined ? {} : { total };
    });
  }
}
