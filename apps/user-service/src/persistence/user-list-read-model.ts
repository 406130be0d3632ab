import { isStorable, isUuid, type ListPeople, type PeoplePage } from '@rollcall/contracts';
import { ListTotals, nextOf, placeBehind, readRows, TableSearch } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { viewOf } from '../domain/user/user.js';
import type { UserRow } from './entities/user-row.js';
import {
  orderOf,
  peopleAttributes,
  peopleFilter,
  personRowOf,
  rowColumns,
  type ReadPersonRow,
} from './people-filter.js';
import { PeopleSearch, type TextSearch } from './people-search.js';
import { userBytes, userColumns, userOf } from './user-rows.js';
import { totalOfAll } from './user-statements.js';

/** How many users one page of a search looks at: a search without an index must not read a million of them. */
const maxRowsRead = 20_000;

interface PeoplePart<Row> {
  readonly rows: readonly Row[];
  readonly page: Omit<PeoplePage, 'users' | 'rows'>;
}

/** All users of an account, released ones too, as the account's admins see them. */
export class UserListReadModel {
  private readonly users: TableSearch<UserRow>;
  private readonly rows: TableSearch<ReadPersonRow>;
  private readonly searched: PeopleSearch;
  private readonly totals: ListTotals;

  constructor(
    private readonly reads: DataSource,
    lookedAt = maxRowsRead,
  ) {
    const [pools, table] = [
      { hot: reads, lists: reads },
      { from: 'users u', alias: 'u', attributes: peopleAttributes },
    ];
    this.users = new TableSearch(pools, { ...table, columns: userColumns, bytes: userBytes });
    this.rows = new TableSearch(pools, { ...table, columns: rowColumns });
    this.totals = new ListTotals(this.users);
    this.searched = new PeopleSearch(reads, lookedAt);
  }

  /** @throws Refusal search-too-long */
  async page(query: ListPeople): Promise<PeoplePage> {
    if (query.as === 'rows') {
      const { rows, page } = await this.part(query, this.rows, rowColumns);
      return { users: [], rows: rows.map(personRowOf), ...page };
    }
    const { rows, page } = await this.part(query, this.users, userColumns);
    return { users: rows.map((row) => viewOf(userOf(row))), ...page };
  }

  private async part<Row extends { readonly id: string }>(
    query: ListPeople,
    table: TableSearch<Row>,
    columns: string,
  ): Promise<PeoplePart<Row>> {
    const { search, userType, afterKey, ids } = query;
    if ([search, userType, afterKey].some((text) => text !== undefined && !isStorable(text))) {
      return { rows: [], page: query.counted ? { total: 0 } : {} };
    }
    if (ids) return { rows: await this.withIds(query.accountId, ids, columns), page: {} };
    if (search !== undefined) return this.found({ ...query, search }, columns);
    return this.listed(query, table);
  }

  private async withIds<Row extends object>(
    accountId: string,
    ids: readonly string[],
    columns: string,
  ): Promise<Row[]> {
    return readRows<Row>(
      this.reads,
      `SELECT ${columns} FROM unnest($2::uuid[]) WITH ORDINALITY AS k(id, at)
         JOIN users u ON u.account_id = $1 AND u.id = k.id ORDER BY k.at`,
      [accountId, [...new Set(ids.filter((id) => isUuid(id)).map((id) => id.toLowerCase()))]],
    );
  }

  private async found<Row extends { readonly id: string }>(
    query: TextSearch,
    columns: string,
  ): Promise<PeoplePart<Row>> {
    const { rows, ...page } = await this.searched.page<Row>(query, columns);
    return { rows, page: { ...page, ...(query.counted ? await this.total({ accountId: query.accountId }) : {}) } };
  }

  private async listed<Row extends { readonly id: string }>(
    query: ListPeople,
    table: TableSearch<Row>,
  ): Promise<PeoplePart<Row>> {
    const { accountId, offset = 0, limit } = query;
    const [filter, sort] = [peopleFilter(query), orderOf(query)];
    const place = placeBehind(query, sort);
    const readsFew = filter === undefined && sort === undefined && offset === 0;
    const search = { accountId, filter, sort, place, offset, limit, readsFew, shown: [] };
    // The total is another question, which may stay open.
    const { rows, next } = await table.page({ ...search, total: 0 });
    return { rows, page: { ...nextOf(next), ...(query.counted ? await this.total(query) : {}) } };
  }

  private total(query: Pick<ListPeople, 'accountId'> & Partial<ListPeople>): Promise<{ readonly total?: number }> {
    const { accountId } = query;
    const filter = peopleFilter(query);
    return this.totals.of({ accountId, filter, shown: [], ...(filter ? {} : { totalSql: totalOfAll }) });
  }
}
