import { type Filter } from '@rollcall/contracts';

/** Attributes whose values differ when only their case differs (RFC 7643 `caseExact`). */
const caseExact = new Set(['id', 'externalId']);

/**
 * Whether one element of a multi-valued attribute, or a whole user, fulfils a filter. An attribute that is a list fulfils a
 * comparison when one of its elements does.
 */
export function fulfils(filter: Filter, element: object): boolean {
  switch (filter.is) {
    case 'and':
      return filter.of.every((each) => fulfils(each, element));
    case 'or':
      return filter.of.some((each) => fulfils(each, element));
    case 'not':
      return !fulfils(filter.of, element);
    case 'present':
      return valuesAt(element, filter.attribute).length > 0;
    case 'some':
      return valuesAt(element, filter.attribute).some((each) => isObject(each) && fulfils(filter.where, each));
    default: {
      const { is, attribute, value } = filter;
      const held = valuesAt(element, attribute);
      const exact = caseExact.has(attribute);
      if (is === 'not-equals') return !held.some((each) => compare('equals', each, value, exact));
      if (value === null) return is === 'equals' && held.length === 0;
      return held.some((each) => compare(is, each, value, exact));
    }
  }
}

function valuesAt(element: object, attribute: string): unknown[] {
  let found: unknown[] = [element];
  for (const name of attribute.split('.')) {
    found = found
      .flatMap((each) => (Array.isArray(each) ? each : [each]))
      .flatMap((each) =>
        isObject(each) && Object.hasOwn(each, name) ? [(each as Record<string, unknown>)[name]] : [],
      );
  }
  return found.flat().filter((each) => each !== undefined && each !== null && each !== '');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

type Single = Exclude<Extract<Filter, { value: unknown }>['is'], 'not-equals'>;

function compare(is: Single, held: unknown, value: unknown, exact: boolean): boolean {
  if (isObject(held))
    return Object.hasOwn(held, 'value') && compare(is, (held as { value: unknown }).value, value, exact);
  // Identity providers send booleans as text too.
  if (typeof held === 'boolean') return is === 'equals' && String(held) === String(value).toLowerCase();
  if (typeof held !== typeof value) return false;
  const fold = (each: unknown) => (typeof each === 'string' && !exact ? each.toLowerCase() : each) as string | number; // both are of one type, and no object
  const [one, other] = [fold(held), fold(value)];
  switch (is) {
    case 'equals':
      return one === other;
    case 'contains':
      return typeof one === 'string' && one.includes(String(other));
    case 'starts-with':
      return typeof one === 'string' && one.startsWith(String(other));
    case 'ends-with':
      return typeof one === 'string' && one.endsWith(String(other));
    case 'greater':
      return one > other;
    case 'greater-or-equal':
      return one >= other;
    case 'less':
      return one < other;
    case 'less-or-equal':
      return one <= other;
  }
}
