import { isUuid, nilUuid, type ListPeople } from '@rollcall/contracts';
import { filterSql, readRows, type DataSource, type Parameter } from '@rollcall/persistence';
import { userNameKey } from '../domain/user/user.js';
import { peopleAttributes, peopleFilter } from './people-filter.js';

/**
 * The text in which a search looks. The ICU collation makes `lower` fold case as JavaScript does; the database's own
 * locale is C.
 */
const searched = `lower(concat_ws(' ', u.user_name, u.profile->>'displayName', u.profile->'name'->>'givenName',
  u.profile->'name'->>'familyName') COLLATE "und-x-icu")`;

export type TextSearch = ListPeople & { readonly search: string };

/** What a search has found for one page. */
export interface FoundPeople<Row> {
  readonly rows: Row[];
  readonly next?: string;
  /** How many users were looked at; absent where the search came to the end. */
  readonly lookedAt?: number;
}

interface SearchedRow {
  readonly id: string;
  /** Its place among the users who were looked at, from 1. */
  readonly nth: number;
}

/**
 * Searches an account's users for a text, in creation order: first, by indexes, who has exactly this key; then whoever has it as a part of
 * name or address, among so many users for each page.
 */
export class PeopleSearch {
  /** @param lookedAt how many users one page looks at */
  constructor(
    private readonly reads: DataSource,
    private readonly lookedAt: number,
  ) {}

  async page<Row extends { readonly id: string }>(query: TextSearch, columns: string): Promise<FoundPeople<Row>> {
    const { after, limit } = query;
    const exactIds = query.exactFirst ? await this.exactly(query) : [];
    const exact = after === undefined && exactIds.length > 0 ? await this.whoIs<Row>(exactIds, query, columns) : [];
    if (query.exactOnly) return { rows: exact };
    const left = limit - exact.length;
    if (left === 0) return { rows: exact, next: nilUuid, lookedAt: 0 };
    const found = await this.walk<Row & SearchedRow>(query, { columns, exactIds, limit: left });
    const rows = [...exact, ...found];
    const last = found.at(-1);
    if (last && found.length === left) return { rows, next: last.id, lookedAt: last.nth };
    const end = await this.lastLookedAt(query);
    return end === undefined ? { rows } : { rows, next: end, lookedAt: this.lookedAt };
  }

  /** The ids of whom a text names by a key, at most a page of them. */
  private async exactly({ accountId, search, limit, exactFirst }: TextSearch): Promise<string[]> {
    const parameters: unknown[] = [accountId];
    const sql = exactKeysSql(search, exactFirst === 'all', parameterOf(parameters));
    const rows = await readRows<{ id: string }>(this.reads, `${sql} ORDER BY id LIMIT ${limit}`, parameters);
    return rows.map(({ id }) => id);
  }

  private whoIs<Row extends object>(ids: readonly string[], query: TextSearch, columns: string): Promise<Row[]> {
    const parameters: unknown[] = [query.accountId, ids];
    const also = narrowing(query, parameterOf(parameters));
    const of = `u.account_id = $1 AND u.id = ANY($2::uuid[])${also}`;
    return readRows<Row>(this.reads, `SELECT ${columns} FROM users u WHERE ${of} ORDER BY u.id`, parameters);
  }

  private walk<Row extends object>(
    query: TextSearch,
    { columns, exactIds, limit }: { columns: string; exactIds: readonly string[]; limit: number },
  ): Promise<Row[]> {
    const { accountId, after = nilUuid, search } = query;
    const parameters: unknown[] = [accountId, after, this.lookedAt, search.toLowerCase(), exactIds];
    const also = narrowing(query, parameterOf(parameters));
    return readRows<Row>(this.reads, walkSql(columns, also, limit), parameters);
  }

  /** The id of the last user whom a page looks at; undefined where it comes to the end of the list. */
  private async lastLookedAt({ accountId, after = nilUuid }: TextSearch): Promise<string | undefined> {
    const [last] = await readRows<{ id: string }>(
      this.reads,
      `SELECT p.id FROM users p WHERE p.account_id = $1 AND p.id > $2 ORDER BY p.id OFFSET $3 LIMIT 1`,
      [accountId, after, this.lookedAt - 1],
    );
    return last?.id;
  }
}

/** The ids of whom a text names by a key, each key in its index. */
export function exactKeysSql(search: string, isAll: boolean, parameter: Parameter): string {
  const by = (condition: string) => `SELECT id FROM users WHERE account_id = $1 AND ${condition}`;
  const key = parameter(userNameKey(search));
  return [
    ...(isUuid(search) ? [by(`id = ${parameter(search)}::uuid`)] : []),
    by(`user_name_key = ${key}::text AND NOT released`),
    by(`user_name_key = ${key}::text AND released`),
    ...(isAll ? [by(`external_id = ${parameter(search)}::text`), by(`email_keys @> ARRAY[${key}::text]`)] : []),
  ].join(' UNION ');
}

/** `$2` is where to begin, `$3` how many to look at, `$4` the text, `$5` whom to leave out. */
export const walkSql = (columns: string, also: string, limit: number) => `
  SELECT ${columns}, u.nth::int FROM (
    SELECT p.*, row_number() OVER (ORDER BY p.id) AS nth FROM users p
     WHERE p.account_id = $1 AND p.id > $2 ORDER BY p.id LIMIT $3) u
   WHERE position($4::text IN ${searched}) > 0 AND u.id <> ALL($5::uuid[])${also} ORDER BY u.id LIMIT ${limit}`;

function narrowing(query: ListPeople, parameter: Parameter): string {
  const filter = peopleFilter(query);
  return filter ? ` AND ${filterSql(filter, peopleAttributes, parameter)}` : '';
}

const parameterOf =
  (parameters: unknown[]): Parameter =>
  (value) =>
    `$${parameters.push(value)}`;
