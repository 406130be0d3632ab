import { Refusal, type Filter, type PagePlace, type SearchUsers } from '@rollcall/contracts';

/** What a row has of an attribute, or of a part of its lists' elements. */
export type ValuesOf<Row> = (row: Row, attribute: string) => readonly unknown[];

interface Found<Row> {
  readonly rows: Row[];
  readonly total: number;
  readonly next?: PagePlace;
  readonly previous?: PagePlace;
}

/** A list in memory as services page it: in the order of the rows, or sorted by texts. */
export function fakePage<Row>(
  rows: readonly Row[],
  { filter, sort, place, offset, limit }: Pick<SearchUsers, 'filter' | 'sort' | 'place' | 'offset' | 'limit'>,
  { idOf, valuesOf }: { readonly idOf: (row: Row) => string; readonly valuesOf: ValuesOf<Row> },
): Found<Row> {
  const found = rows.filter((row) => !filter || fulfils(row, filter, valuesOf));
  if (sort) {
    const last = '\u{10FFFF}';
    const givenKey = (value: unknown) => sort.keys?.find(({ ids }) => ids.includes(String(value)))?.key ?? last;
    const key = (row: Row) => {
      const [value] = valuesOf(row, sort.attribute);
      return sort.keys ? givenKey(value) : fold(value ?? last);
    };
    const compared = (one: Row, other: Row) => (key(one) === key(other) ? 0 : key(one) < key(other) ? -1 : 1);
    found.sort(compared);
    if (sort.descending) found.reverse();
  }
  const at = place ? found.findIndex((row) => idOf(row) === place.id) : -1;
  const begin = place ? (place.backwards ? Math.max(0, at - limit) : at + 1) : offset;
  const page = found.slice(begin, place?.backwards ? at : begin + limit);
  const [first, last] = [page[0], page.at(-1)];
  return {
    rows: page,
    total: found.length,
    ...(last && begin + page.length < found.length ? { next: { id: idOf(last) } } : {}),
    ...(first && begin > 0 ? { previous: { id: idOf(first), backwards: true } } : {}),
  };
}

const fold = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : String(value));

/** @throws Refusal for an attribute that no row could have */
export function fulfils<Row>(row: Row, filter: Filter, valuesOf: ValuesOf<Row>): boolean {
  if (filter.is === 'and') return filter.of.every((each) => fulfils(row, each, valuesOf));
  if (filter.is === 'or') return filter.of.some((each) => fulfils(row, each, valuesOf));
  if (filter.is === 'not') return !fulfils(row, filter.of, valuesOf);
  if (filter.attribute === 'shoeSize') throw new Refusal('filter-not-supported', { filter: filter.attribute });
  const values = valuesOf(row, filter.attribute);
  if (filter.is === 'present') return values.length > 0;
  if (filter.is === 'one-of') return values.some((value) => filter.values.includes(String(value)));
  if (filter.is === 'some') return values.some((element) => fulfils(element as object, filter.where, partsOf));
  if (filter.value === null) return (filter.is === 'equals') === (values.length === 0);
  const wanted = fold(filter.value);
  const { before = '', after = '' } = filter.within ?? {};
  if (filter.is === 'not-equals') return !fulfils(row, { ...filter, is: 'equals' }, valuesOf);
  return values.some((value) => compared(filter.is, fold(`${before}${String(value)}${after}`), wanted));
}

function compared(is: string, held: string, wanted: string): boolean {
  if (is === 'contains') return held.includes(wanted);
  if (is === 'starts-with') return held.startsWith(wanted);
  if (is === 'greater') return held > wanted;
  return held === wanted;
}

export const partsOf = (element: object, attribute: string): unknown[] => {
  const steps = attribute.split('.');
  const found = steps.reduce<unknown[]>(
    (held, step) =>
      held.flatMap((each) =>
        typeof each === 'object' && each !== null ? (each as Record<string, unknown>)[step] : [],
      ),
    [element],
  );
  return found.filter((value) => value !== undefined && value !== null);
};
