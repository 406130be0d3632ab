import { isObject, type Filter } from '@rollcall/contracts';
import { userNameKey } from '../user/user-name-key.js';

/** Attributes that are compared with regard to case (RFC 7643 `caseExact`). */
const caseExact = new Set(['id', 'externalId', 'profileUrl', 'enterprise.manager.value']);
/** Equal where they are one address, however it is written (rule 1). */
const addresses = new Set(['userName', 'emails', 'emails.value']);

/** Counts the work of comparing, and throws where it is too much. */
export interface WorkMeter {
  /** @param characters how many may have to be looked at */
  spend(characters: number): void;
}

/**
 * Whether an element of a multi-valued attribute, or a whole user, matches a filter. A multi-valued attribute matches a
 * comparison when one of its elements does.
 */
export function fulfils(filter: Filter, element: object, meter?: WorkMeter): boolean {
  return predicateOf(filter, meter)(element);
}

export type Predicate = (element: object) => boolean;

/**
 * A filter as a function, for filters that meet many elements: what the filter says is looked up and folded once, not
 * once for each element.
 * @param list the attribute whose elements are asked; default: whole users are
 */
export function predicateOf(filter: Filter, meter?: WorkMeter, list?: string): Predicate {
  if (filter.is === 'not') {
    const fulfilled = predicateOf(filter.of, meter, list);
    return (element) => !fulfilled(element);
  }
  if (filter.is === 'and' || filter.is === 'or') return joined(filter, meter, list);
  const values = valuesAt(filter.attribute);
  if (filter.is === 'present') return (element) => values(element).length > 0;
  if (filter.is === 'some') {
    const fulfilled = predicateOf(filter.where, meter, filter.attribute);
    return (element) => values(element).some((each) => isObject(each) && fulfilled(each));
  }
  if (filter.is === 'one-of') return (element) => values(element).some((each) => filter.values.includes(String(each)));
  const path = list === undefined ? filter.attribute : `${list}.${filter.attribute}`;
  return comparison(filter, { path, values, meter });
}

function joined(
  { is, of }: Extract<Filter, { is: 'and' | 'or' }>,
  meter: WorkMeter | undefined,
  list: string | undefined,
): Predicate {
  const all = of.map((each) => predicateOf(each, meter, list));
  return is === 'and'
    ? (element) => all.every((fulfilled) => fulfilled(element))
    : (element) => all.some((fulfilled) => fulfilled(element));
}

interface Compared {
  /** From the user, also where elements are asked. */
  readonly path: string;
  readonly values: (element: object) => readonly unknown[];
  readonly meter: WorkMeter | undefined;
}

function comparison({ is, value }: Extract<Filter, { value: unknown }>, { path, values, meter }: Compared): Predicate {
  if (value === null) {
    if (is === 'equals') return (element) => values(element).length === 0;
    return (element) => is === 'not-equals' && values(element).length > 0;
  }
  const single = is === 'not-equals' ? 'equals' : is;
  const compares = comparisonWith(single, value, foldingOf(path, single), meter);
  if (is === 'not-equals') return (element) => !values(element).some(compares);
  return (element) => values(element).some(compares);
}

function valuesAt(attribute: string): (element: object) => readonly unknown[] {
  const path = attribute.split('.');
  const [name = ''] = path;
  return path.length === 1 ? (element) => valuesUnder(element, name) : (element) => valuesAlong(element, path);
}

/** The values of one attribute, without the empty ones. */
function valuesUnder(element: object, name: string): readonly unknown[] {
  const held = Object.hasOwn(element, name) ? (element as Readonly<Record<string, unknown>>)[name] : undefined;
  if (Array.isArray(held)) return held.filter(isSaid);
  return isSaid(held) ? [held] : [];
}

const isSaid = (value: unknown) => value !== undefined && value !== null && value !== '';

function valuesAlong(element: object, path: readonly string[]): readonly unknown[] {
  let found: readonly unknown[] = [element];
  for (const name of path) found = found.flatMap((each) => (isObject(each) ? valuesUnder(each, name) : []));
  return found;
}

type Single = Exclude<Extract<Filter, { value: unknown }>['is'], 'not-equals'>;
type Sortable = string | number;

function foldingOf(path: string, is: Single): (text: string) => string {
  if (is === 'equals' && addresses.has(path)) return userNameKey;
  return caseExact.has(path) ? (text) => text : (text) => text.toLowerCase();
}

const comparisons: Readonly<Record<Single, (one: Sortable, other: Sortable) => boolean>> = {
  equals: (one, other) => one === other,
  contains: (one, other) => String(one).includes(String(other)),
  'starts-with': (one, other) => String(one).startsWith(String(other)),
  'ends-with': (one, other) => String(one).endsWith(String(other)),
  greater: (one, other) => inOrder(one, other) > 0,
  'greater-or-equal': (one, other) => inOrder(one, other) >= 0,
  less: (one, other) => inOrder(one, other) < 0,
  'less-or-equal': (one, other) => inOrder(one, other) <= 0,
};

/** Texts in the order of their code points, as the database has them, and not of their UTF-16 units. */
function inOrder(one: Sortable, other: Sortable): number {
  if (typeof one !== 'string' || typeof other !== 'string') return Number(one) - Number(other);
  const end = Math.min(one.length, other.length);
  let at = 0;
  while (at < end && one[at] === other[at]) at += 1;
  const isWithinPair = at > 0 && /[\uD800-\uDBFF]/.test(one[at - 1] ?? '');
  const from = isWithinPair ? at - 1 : at;
  return (one.codePointAt(from) ?? -1) - (other.codePointAt(from) ?? -1);
}

/** What each comparison costs beside the characters that it looks at. */
const costOfComparison = 16;

function comparisonWith(
  is: Single,
  value: string | number | boolean,
  folded: (text: string) => string,
  meter: WorkMeter | undefined,
): (held: unknown) => boolean {
  const fold = (each: unknown) => (typeof each === 'string' ? folded(each) : each) as Sortable; // no object, no boolean
  const wanted = fold(value);
  const asText = String(value).toLowerCase();
  const compares = (held: unknown): boolean => {
    if (isObject(held)) return Object.hasOwn(held, 'value') && compares(held['value']);
    meter?.spend(costOfComparison + (typeof held === 'string' ? held.length : 0));
    // Identity providers send booleans as text too.
    if (typeof held === 'boolean') return is === 'equals' && String(held) === asText;
    if (typeof held !== typeof value) return false;
    return comparisons[is](fold(held), wanted);
  };
  return compares;
}
