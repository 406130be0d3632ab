import { invalidValue } from '../errors/refusals.js';
import type { Filter } from '../filter/filter.js';
import { readFilter } from '../filter/resolve-filter.js';
import { limits } from '../limits/limits.js';
import { readProjection, type Projection } from '../projection/projection.js';
import type { ResourceSchema } from '../schemas/resource-schema.js';

/** The parameters of a list request (RFC 7644 §3.4.2). */
export interface ListQuery {
  /** From 1. */
  readonly startIndex: number;
  readonly count: number;
  readonly filter?: Filter;
  readonly projection: Projection;
}

/**
 * Reads the parameters from a decoded query string; `sortBy` and `sortOrder` are ignored.
 * @throws ScimError invalidValue, invalidFilter
 */
export function readListQuery(parameters: Readonly<Record<string, unknown>>, schema: ResourceSchema): ListQuery {
  const filter = textOf(parameters, 'filter');
  return {
    startIndex: Math.max(1, numberOf(parameters, 'startIndex') ?? 1),
    count: Math.min(limits.maxPageSize, Math.max(0, numberOf(parameters, 'count') ?? limits.pageSize)),
    ...(filter === undefined ? {} : { filter: readFilter(filter, schema) }),
    projection: readProjection(
      { attributes: listOf(parameters, 'attributes'), excludedAttributes: listOf(parameters, 'excludedAttributes') },
      schema,
    ),
  };
}

function numberOf(parameters: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = first(parameters[name]);
  if (value === undefined || value === '') return undefined;
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value.trim())
        ? Number(value)
        : Number.NaN;
  if (!Number.isSafeInteger(number)) throw invalidValue(`${name} must be a whole number.`);
  return number;
}

function textOf(parameters: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = first(parameters[name]);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidValue(`${name} must be a text.`);
  return value.trim() === '' ? undefined : value;
}

function listOf(parameters: Readonly<Record<string, unknown>>, name: string): string[] | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}

/** Of a repeated parameter the first value counts. */
function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
