import { isObject, type Filter } from '@rollcall/contracts';

/** Attributes that are compared with regard to case (RFC 7643 `caseExact`). */
const caseExact = new Set(['id', 'externalId', 'profileUrl', 'enterprise.manager.value']);

/**
 * Whether an element of a multi-valued attribute, or a whole user, matches a filter. A multi-valued attribute matches a
 * comparison when one of its elements does.
 */
export function fulfils(filter: Filter, element: object): boolean {
  if ('of' in filter) {
    if (filter.is === 'not') return !fulfils(filter.of, element);
    const fulfilled = (each: Filter) => fulfils(each, element);
    return filter.is === 'and' ? filter.of.every(fulfilled) : filter.of.some(fulfilled);
  }
  const held = valuesAt(element, filter.attribute);
  if (filter.is === 'present') return held.length > 0;
  if (filter.is === 'some') return held.some((each) => isObject(each) && fulfils(filter.where, each));
  const { is, attribute, value } = filter;
  const exact = caseExact.has(attribute);
  if (value === null) return (is === 'equals' && held.length === 0) || (is === 'not-equals' && held.length > 0);
  if (is === 'not-equals') return !held.some((each) => compare('equals', each, value, exact));
  return held.some((each) => compare(is, each, value, exact));
}

function valuesAt(element: object, attribute: string): unknown[] {
  let found: unknown[] = [element];
  for (const name of attribute.split('.')) {
    found = found
      .flatMap((each) => (Array.isArray(each) ? each : [each]))
      .flatMap((each) => (isObject(each) && Object.hasOwn(each, name) ? [each[name]] : []));
  }
  return found.flat().filter((each) => each !== undefined && each !== null && each !== '');
}

type Single = Exclude<Extract<Filter, { value: unknown }>['is'], 'not-equals'>;
type Sortable = string | number;

const comparisons: Readonly<Record<Single, (one: Sortable, other: Sortable) => boolean>> = {
  equals: (one, other) => one === other,
  contains: (one, other) => String(one).includes(String(other)),
  'starts-with': (one, other) => String(one).startsWith(String(other)),
  'ends-with': (one, other) => String(one).endsWith(String(other)),
  greater: (one, other) => one > other,
  'greater-or-equal': (one, other) => one >= other,
  less: (one, other) => one < other,
  'less-or-equal': (one, other) => one <= other,
};

function compare(is: Single, held: unknown, value: unknown, exact: boolean): boolean {
  if (isObject(held)) return Object.hasOwn(held, 'value') && compare(is, held['value'], value, exact);
  // Identity providers send booleans as text too.
  if (typeof held === 'boolean') return is === 'equals' && String(held) === String(value).toLowerCase();
  if (typeof held !== typeof value) return false;
  const fold = (each: unknown) => (typeof each === 'string' && !exact ? each.toLowerCase() : each) as Sortable; // no object, no boolean
  return comparisons[is](fold(held), fold(value));
}
