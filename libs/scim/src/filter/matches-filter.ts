import type { Attribute, ResourceSchema } from '../schemas/resource-schema.js';
import { inCodePoints } from './code-points.js';
import type { CompareOperator, Filter } from './filter.js';
import { printPath } from '../schemas/attribute-path.js';
import { resolveFilterPath } from './resolve-filter.js';
import { timeOf } from './time-of.js';

/**
 * Keys by which texts are equal where a server takes more for the same than the schema says, by the attribute's path:
 * `userName`, `emails.value`.
 */
export type EqualityKeys = Readonly<Record<string, (text: string) => string>>;

/**
 * Whether a resource fulfils a resolved filter (RFC 7644 §3.4.2.2). Strings compare without regard to case unless the
 * schema says so, and by code points.
 */
export function matchesFilter(
  filter: Filter,
  resource: object,
  schema: ResourceSchema,
  keys: EqualityKeys = {},
): boolean {
  return matches(filter, keys, (path) => {
    const resolved = resolveFilterPath(path, schema);
    if (!resolved) return { values: [] };
    const root = path.schema === undefined ? resource : own(resource, path.schema);
    const outer = elements(own(root, resolved.path.attribute));
    const { subAttribute } = resolved;
    const values = subAttribute ? outer.flatMap((each) => elements(own(each, subAttribute.name))) : outer;
    return {
      values,
      attribute: subAttribute ?? resolved.attribute,
      name: printPath(resolved.path),
    };
  });
}

/** Whether one element of a multi-valued attribute fulfils a resolved filter in brackets. */
export function matchesElement(
  filter: Filter,
  element: object,
  { name = '', subAttributes = new Map() }: Partial<Pick<Attribute, 'name' | 'subAttributes'>>,
  keys: EqualityKeys = {},
): boolean {
  return matches(filter, keys, ({ attribute }) => ({
    values: elements(own(element, attribute)),
    attribute: subAttributes.get(attribute.toLowerCase()),
    name: `${name}.${attribute}`,
  }));
}

type Look = (path: { schema?: string; attribute: string; subAttribute?: string }) => {
  readonly values: unknown[];
  readonly attribute?: Attribute | undefined;
  /** The path in the schema's words. */
  readonly name?: string;
};

function matches(filter: Filter, keys: EqualityKeys, look: Look): boolean {
  if (filter.kind === 'not') return !matches(filter.of, keys, look);
  if ('of' in filter) {
    const isTrue = (part: Filter) => matches(part, keys, look);
    return filter.kind === 'and' ? filter.of.every(isTrue) : filter.of.some(isTrue);
  }
  const { values, attribute, name = '' } = look(filter.path);
  if (filter.kind === 'present') return values.length > 0;
  if (filter.kind === 'valuePath') {
    return values.some(
      (each) => typeof each === 'object' && each !== null && matchesElement(filter.filter, each, attribute ?? {}, keys),
    );
  }
  const { operator, value } = filter;
  if (value === null) return (operator === 'eq') === (values.length === 0);
  const key = keys[name];
  const equals = (held: unknown) =>
    key && typeof held === 'string' && typeof value === 'string'
      ? key(held) === key(value)
      : compares('eq', held, value, attribute);
  // `ne` is the negation of `eq`: true where there is no value, and for a list only where no element is equal.
  if (operator === 'ne') return !values.some(equals);
  return values.some((each) => (operator === 'eq' ? equals(each) : compares(operator, each, value, attribute)));
}

type Sortable = string | number;
type Ordering = Exclude<CompareOperator, 'ne'>;

const comparisons: Readonly<Record<Ordering, (one: Sortable, other: Sortable) => boolean>> = {
  eq: (one, other) => one === other,
  co: (one, other) => String(one).includes(String(other)),
  sw: (one, other) => String(one).startsWith(String(other)),
  ew: (one, other) => String(one).endsWith(String(other)),
  gt: (one, other) => inCodePoints(one, other) > 0,
  ge: (one, other) => inCodePoints(one, other) >= 0,
  lt: (one, other) => inCodePoints(one, other) < 0,
  le: (one, other) => inCodePoints(one, other) <= 0,
};

function compares(
  operator: Ordering,
  held: unknown,
  value: string | number | boolean,
  attribute: Attribute | undefined,
): boolean {
  if (typeof held !== typeof value) return false;
  if (typeof held === 'boolean') return operator === 'eq' && held === value;
  const caseExact = attribute?.caseExact === true;
  const asTime = attribute?.type === 'dateTime' && !textual.has(operator);
  return comparisons[operator](comparable(held, caseExact, asTime), comparable(value, caseExact, asTime));
}

const textual = new Set<CompareOperator>(['co', 'sw', 'ew']);

/**
 * Prepares a value for comparison: texts without regard to case, unless the schema says that case counts; dates by
 * time, not by spelling (RFC 7644 §3.4.2.2).
 */
function comparable(value: unknown, caseExact: boolean, asTime: boolean): Sortable {
  if (typeof value !== 'string') return value as number; // a number or boolean
  const time = asTime ? timeOf(value) : undefined;
  if (time !== undefined) return time;
  return caseExact ? value : value.toLowerCase();
}

function own(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null && Object.hasOwn(object, name)
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

function elements(value: unknown): unknown[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (each) => each !== undefined && each !== null && each !== '' && !isHollow(each),
  );
}

function isHollow(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
