import { invalidCount, invalidValue } from '../errors/refusals.js';
import type { Filter } from '../filter/filter.js';
import { fullPath, readFilter, resolveFilterPath } from '../filter/resolve-filter.js';
import { grant, type Reading } from '../leniencies/leniency.js';
import { limits } from '../limits/limits.js';
import { readProjection, type Projection } from '../projection/projection.js';
import { saidOnce } from '../resource/said-once.js';
import { parsePath, printPath, type AttributePath } from '../schemas/attribute-path.js';
import type { ResourceSchema } from '../schemas/resource-schema.js';

/** The parameters of a list or search request (RFC 7644 §3.4.2, §3.4.3, RFC 9865 §2). */
export interface ListQuery {
  /** From 1. */
  readonly startIndex: number;
  readonly count: number;
  /** Whether the request says how many; else `count` is the default. */
  readonly isCountSaid: boolean;
  /** The request pages by cursors; empty: it asks for the first page. `startIndex` is then ignored. */
  readonly cursor?: string;
  readonly filter?: Filter;
  readonly sort?: Sort;
  /** Undefined: what is returned by default. */
  readonly projection?: Projection;
}

/** By which attribute resources are sorted, and how (RFC 7644 §3.4.2.3). */
export interface Sort {
  readonly path: AttributePath;
  readonly descending: boolean;
}

type Parameters = Readonly<Record<string, unknown>>;

const parameterNames = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
] as const;

/** All but the cursor: an empty one asks for the first page (RFC 9865 §2). */
const mustSaySomething: ReadonlySet<string> = new Set(parameterNames.filter((name) => name !== 'cursor'));

const namesInLowerCase = new Map<string, string>(parameterNames.map((name) => [name.toLowerCase(), name]));

/**
 * Parameters under the names that the standard has for them; one that is written so counts before one in another case. In a body any case
 * is right, as for all attributes (RFC 7643 §2.1), and one name must not say two things; in an address it is a leniency. So it is
 * that one may be empty.
 * @throws ScimError invalidValue, and SaidTwice for a body
 */
export function parametersNamed<Value>(
  parameters: Readonly<Record<string, Value>>,
  { in: place, leniency = 'named' }: { readonly in: 'body' | 'address' } & Reading,
): Record<string, Value> {
  const standardName = (written: string) => namesInLowerCase.get(written.toLowerCase());
  if (place === 'body') saidOnce(Object.entries(parameters), standardName);
  const named = Object.entries(parameters).map(([written, value]): [string, Value] => {
    const name = standardName(written) ?? written;
    if (place === 'address' && name !== written)
      grant(leniency, 'parametersInAnyCase', () => invalidValue(`The parameter ${written} must be written ${name}.`));
    if (mustSaySomething.has(name) && isBlank(first(value)))
      grant(leniency, 'emptyParameters', () =>
        invalidValue(`The parameter ${name} is empty: leave it out, or say what it is to be.`),
      );
    return [name, value];
  });
  const exact = Object.entries(parameters).filter(([written]) => standardName(written) === written);
  return Object.fromEntries([...named, ...exact]);
}

const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === '';

/**
 * Reads the parameters of a decoded query string, or of the body of a search request.
 * @param of `others`: the schemas of other resources that are searched by the same request
 * @throws ScimError invalidValue, invalidFilter, invalidCount
 */
export function readListQuery(
  parameters: Parameters,
  schema: ResourceSchema,
  { others = [], leniency }: { readonly others?: readonly ResourceSchema[] } & Reading = {},
): ListQuery {
  const filter = textOf(parameters, 'filter');
  const cursor = cursorOf(parameters);
  const sort = sortOf(parameters, schema, { others, leniency });
  const [attributes, excludedAttributes] = [listOf(parameters, 'attributes'), listOf(parameters, 'excludedAttributes')];
  const projects = attributes !== undefined || excludedAttributes !== undefined;
  return {
    startIndex: Math.max(1, numberOf(parameters, 'startIndex') ?? 1),
    ...countOf(parameters, cursor !== undefined),
    ...(cursor === undefined ? {} : { cursor }),
    ...(filter === undefined ? {} : { filter: readFilter(filter, schema, { others, leniency }) }),
    ...(sort === undefined ? {} : { sort }),
    ...(projects ? { projection: readProjection({ attributes, excludedAttributes }, schema, { leniency }) } : {}),
  };
}

function cursorOf(parameters: Parameters): string | undefined {
  const cursor = first(parameters['cursor']);
  if (cursor === undefined || cursor === null) return undefined;
  if (typeof cursor !== 'string') throw invalidValue('cursor must be a text.');
  return cursor;
}

/**
 * A negative count is 0, which asks for the total alone. A page by index may be shorter than asked for; one by cursor is as it was asked
 * for (RFC 9865 §2.1).
 */
function countOf(parameters: Parameters, byCursor: boolean): Pick<ListQuery, 'count' | 'isCountSaid'> {
  const said = byCursor ? countOfPages(parameters) : numberOf(parameters, 'count');
  const count = Math.min(limits.maxPageSize, Math.max(0, said ?? limits.pageSize));
  return { count, isCountSaid: said !== undefined };
}

/** @throws ScimError invalidCount */
function countOfPages(parameters: Parameters): number | undefined {
  const refusal = () => invalidCount(`count must be a whole number from 0 to ${limits.maxPageSize}.`);
  const count = numberOf(parameters, 'count', refusal);
  if (count !== undefined && count > limits.maxPageSize) throw refusal();
  return count;
}

/** Where the sub-attribute of a complex attribute is not said, its `value` counts (RFC 7644 §3.4.2.3). */
function sortOf(
  parameters: Parameters,
  schema: ResourceSchema,
  { others = [], leniency = 'named' }: { readonly others?: readonly ResourceSchema[] } & Reading,
): Sort | undefined {
  const by = textOf(parameters, 'sortBy')?.trim();
  if (by === undefined) return undefined;
  const parsed = parsePath(by);
  const findIn = (where: ResourceSchema) =>
    parsed && resolveFilterPath(fullPath(parsed, where, { leniency, refuse: invalidValue }), where);
  const found = findIn(schema);
  if (!found) {
    if (others.some(findIn)) return undefined;
    throw invalidValue(`sortBy names "${by.slice(0, 100)}", which is no attribute that is known here.`);
  }
  const { path, attribute, subAttribute } = found;
  const value = subAttribute ?? attribute.subAttributes?.get('value') ?? attribute;
  const sorted = value === attribute ? path : { ...path, subAttribute: value.name };
  if (attribute.returned === 'never' || value.returned === 'never')
    throw invalidValue(
      `sortBy names ${printPath(path)}, by which no list can be sorted (rule 9). Name another attribute.`,
    );
  if (value.type === 'complex')
    throw invalidValue(`sortBy names ${printPath(path)}, which has several parts: name one of them.`);
  const sortOrder = textOf(parameters, 'sortOrder')?.trim().toLowerCase();
  if (sortOrder !== undefined && sortOrder !== 'ascending' && sortOrder !== 'descending')
    throw invalidValue('sortOrder must be ascending or descending.');
  return {
    path: sorted,
    descending: sortOrder === 'descending',
  };
}

/** @param refusal where the parameter is no whole number */
function numberOf(
  parameters: Parameters,
  name: string,
  refusal = () => invalidValue(`${name} must be a whole number.`),
): number | undefined {
  const value = first(parameters[name]);
  if (value === undefined || value === null || value === '') return undefined;
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value.trim())
        ? Number(value)
        : Number.NaN;
  if (!Number.isSafeInteger(number)) throw refusal();
  return number;
}

function textOf(parameters: Parameters, name: string): string | undefined {
  const value = first(parameters[name]);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidValue(`${name} must be a text.`);
  return isBlank(value) ? undefined : value;
}

function listOf(parameters: Parameters, name: string): string[] | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((each) => {
    if (typeof each === 'string') return each;
    throw invalidValue(`${name} must be a list of texts, each the name of an attribute.`);
  });
}

/** Of a repeated parameter the first value counts. */
function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
