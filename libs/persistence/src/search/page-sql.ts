import { Refusal, type PagePlace, type SortKey as GivenKey, type SortOrder } from '@rollcall/contracts';
import {
  afterAllTextsSql,
  folded,
  sortKeyOfText,
  type Parameter,
  type Searched,
  type SearchedAttributes,
} from './searched.js';

/** A table whose rows belong to an account and have ids in the order of creation. */
export interface ListedTable {
  /** With its alias: `users u`. */
  readonly from: string;
  readonly alias: string;
  /** The columns of a row that are read. */
  readonly columns: string;
  readonly attributes: SearchedAttributes;
  /** How many bytes a row has, where that is to bound a long page (rule 24): it ends before `maxPageBytes`, but after one row at least. */
  readonly bytes?: string;
}

/** A page with more bytes would hold up who sends it and who reads it, and with them every other account. */
export const maxPageBytes = 4_000_000;

/**
 * A hundred rows, and one more that says whether there is a next page: so few are short enough by what one row may have, and their bytes
 * need not be added up.
 */
const shortPage = 101;

export interface PageOfTable {
  readonly sort?: SortOrder | undefined;
  readonly place?: PagePlace | undefined;
  /** How many rows to skip behind the place. */
  readonly offset: number;
  readonly limit: number;
}

/**
 * The statement of a page. Where indexes find the rows they alone are read for it, and then the rows of the page. Each row also has
 * its `place_key`, where it is sorted. A page that ends at its place (`backwards`) comes in reverse. Where rows have `bytes`, and more than a
 * hundred are asked for, each tells in `page_rows` how many the page would have had.
 * @throws Refusal filter-not-supported for an attribute that cannot be sorted by
 */
export function pageSql(table: ListedTable, where: string, page: PageOfTable, parameter: Parameter): string {
  const { alias, from, columns, attributes, bytes } = table;
  const { sort, place, offset, limit } = page;
  const own = sort && sortKeyOf(sort.attribute, attributes);
  const given = own && sort.keys && givenKeys(own.sql, sort.keys, parameter);
  const key = given ?? own;
  const down = (sort?.descending === true) !== (place?.backwards === true);
  const direction = down ? ' DESC' : '';
  const order = [...(key ? [`${key.sql}${direction}`] : []), `${alias}.id${direction}`].join(', ');
  const placed = place ? ` AND ${behind(place, key, alias, down ? '<' : '>', parameter)}` : '';
  const keyColumn = key ? `, ${key.sql} AS place_key` : '';
  const rowOrder = `${key ? `page.place_key${direction}, ` : ''}${alias}.id${direction}`;
  const selected = `${columns}${key ? ', page.place_key::text' : ''}`;
  const rows = `FROM ${from} JOIN (
    SELECT ${alias}.account_id, ${alias}.id${keyColumn} FROM ${from}${given?.join ?? ''} WHERE ${where}${placed}
     ORDER BY ${order} OFFSET ${parameter(offset)} LIMIT ${parameter(limit)}
  ) page USING (account_id, id)`;
  if (bytes === undefined || limit <= shortPage) return `SELECT ${selected} ${rows} ORDER BY ${rowOrder}`;
  return `SELECT * FROM (
    SELECT ${selected}, row_number() OVER sorted AS at, count(*) OVER ()::int AS page_rows,
           coalesce(sum(${bytes}) OVER (sorted ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before
      ${rows} WINDOW sorted AS (ORDER BY ${rowOrder})
  ) sized WHERE bytes_before < ${maxPageBytes} ORDER BY at`;
}

interface SortKey {
  /** Never NULL, so that rows can be compared as a whole. */
  readonly sql: string;
  readonly type: 'text' | 'uuid' | 'int' | 'timestamptz';
}

/** What another service tells the order by. Ids and keys come as three lists, which are joined by hash however long they are. */
function givenKeys(id: string, keys: readonly GivenKey[], parameter: Parameter): SortKey & { readonly join: string } {
  const ids = parameter(keys.flatMap((each) => each.ids));
  const places = parameter(keys.flatMap((each, at) => each.ids.map(() => at + 1)));
  const texts = parameter(keys.map(({ key }) => key));
  const join = ` LEFT JOIN (SELECT i.id AS given_id, k.key FROM unnest(${ids}::uuid[], ${places}::int[]) AS i(id, at)
      JOIN unnest(${texts}::text[]) WITH ORDINALITY AS k(key, at) ON k.at = i.at) given ON given.given_id = ${id}`;
  return { sql: `coalesce(given.key COLLATE "C", ${afterAllTextsSql})`, type: 'text', join };
}

function behind(place: PagePlace, key: SortKey | undefined, alias: string, sign: string, parameter: Parameter): string {
  const id = `${parameter(place.id)}::uuid`;
  if (!key) return `${alias}.id ${sign} ${id}`;
  return `(${key.sql}, ${alias}.id) ${sign} (${parameter(place.key ?? '')}::${key.type}, ${id})`;
}

function sortKeyOf(attribute: string, attributes: SearchedAttributes): SortKey {
  const [name = '', part = 'value'] = attribute.split('.');
  const own = (of: Readonly<Record<string, Searched>> | undefined, key: string) =>
    of && Object.hasOwn(of, key) ? of[key] : undefined;
  const list = own(attributes, name);
  const searched = list?.holds === 'elements' ? own(list.first, part) : own(attributes, attribute);
  const key = searched && keyOf(searched);
  if (!key) throw new Refusal('filter-not-supported', { filter: attribute });
  return key;
}

function keyOf(searched: Searched): SortKey | undefined {
  if (searched.holds === 'elements' || searched.holds === 'parts') return undefined;
  const { sql } = searched;
  if (searched.holds === 'id') return { sql, type: 'uuid' };
  if (searched.holds === 'time') return { sql, type: 'timestamptz' };
  if (searched.holds === 'flag') return { sql: `coalesce((${sql})::int, 2)`, type: 'int' };
  const { sortedBy, exact } = searched;
  return { sql: sortedBy ?? sortKeyOfText(exact ? `((${sql}) COLLATE "C")` : folded(sql)), type: 'text' };
}
