import { invalidFilter } from '../errors/refusals.js';
import type { ScimError } from '../errors/scim-error.js';
import { grant, type Leniency, type Reading } from '../leniencies/leniency.js';
import { printPath, resolvePath, withUrn, type AttributePath, type ResolvedPath } from '../schemas/attribute-path.js';
import { readBy, type Attribute, type Attributes, type ResourceSchema } from '../schemas/resource-schema.js';
import type { Filter } from './filter.js';
import { booleanOf } from '../resource/boolean-of.js';
import { parseFilter } from './parse-filter.js';
import { isDateTime, timeOf } from './time-of.js';

type Condition = Extract<Filter, { kind: 'compare' | 'present' | 'valuePath' }>;
type Comparison = Extract<Filter, { kind: 'compare' }>;
type Value = Comparison['value'];
type Find = (path: AttributePath) => { path: AttributePath; attribute: Attribute } | undefined;

/**
 * Parses a filter and resolves its attributes in a schema, or in those that are searched with it (see `resolveFilter`).
 * @throws ScimError invalidFilter
 */
export function readFilter(
  text: string,
  schema: ResourceSchema,
  { others = [], ...reading }: { readonly others?: readonly ResourceSchema[] } & Reading = {},
): Filter {
  return resolveFilter(parseFilter(text, reading), schema, others, reading);
}

/** Every resource has it, though no schema lists it (RFC 7643 §3). */
const schemas: Attribute = {
  name: 'schemas',
  type: 'reference',
  multiValued: true,
  description: 'The schemas of the resource.',
  required: true,
  caseExact: true,
  mutability: 'readOnly',
  returned: 'always',
};

/**
 * A path that a filter or an order names: of an attribute that only an extension has, with that extension's URN.
 * @throws ScimError the refusal, where the URN has to be said
 */
export function fullPath(
  path: AttributePath,
  schema: ResourceSchema,
  { leniency, refuse }: { readonly leniency: Leniency; readonly refuse: (detail: string) => ScimError },
): AttributePath {
  const full = isSchemas(path) ? path : withUrn(path, schema);
  if (full !== path)
    grant(leniency, 'extensionWithoutUrn', () =>
      refuse(`${printPath(path)} is an attribute of an extension: write ${printPath(full)}.`),
    );
  return full;
}

const isSchemas = ({ schema, attribute, subAttribute }: AttributePath) =>
  schema === undefined && attribute.toLowerCase() === 'schemas' && subAttribute === undefined;

/** Resolves a path that a filter or an order names; undefined where resources of the schema have no such attribute. */
export function resolveFilterPath(path: AttributePath, schema: ResourceSchema): ResolvedPath | undefined {
  if (isSchemas(path)) return { path: { attribute: 'schemas' }, attribute: schemas };
  return resolvePath(path, schema);
}

/**
 * Resolves a filter: names as the schema writes them, without the core URN, `emails eq "x"` as `emails.value eq "x"`,
 * booleans sent as text as booleans.
 * @param otherSchemas the schemas of other resources that are searched with the same filter: what only they have, has no value
 *   here (RFC 7644 §3.4.2.1)
 * @throws ScimError invalidFilter for attributes that no schema has, and comparisons that make no sense
 */
export function resolveFilter(
  filter: Filter,
  schema: ResourceSchema,
  otherSchemas: readonly ResourceSchema[] = [],
  { leniency = 'named' }: Reading = {},
): Filter {
  const findIn = (where: ResourceSchema): Find => {
    return (path) => {
      const full = fullPath(path, where, { leniency, refuse: invalidFilter });
      const found = resolveFilterPath(full, readBy(where, leniency));
      if (found?.attribute.returned === 'never') return found;
      return found && { path: found.path, attribute: found.subAttribute ?? found.attribute };
    };
  };
  const find = findIn(schema);
  const others = otherSchemas.map(findIn);
  return resolve(filter, { find, leniency }, (part) => {
    const other = find(part.path) ? undefined : others.find((each) => each(part.path));
    if (!other) return undefined;
    resolve(part, { find: other, leniency }); // what makes no sense there makes no sense here
    return isFulfilledByNothing(part) ? always : never;
  });
}

const always: Filter = { kind: 'and', of: [] };
const never: Filter = { kind: 'or', of: [] };

/** Whether a condition holds where the attribute has no value. */
function isFulfilledByNothing(condition: Condition): boolean {
  if (condition.kind !== 'compare') return false;
  return condition.operator === (condition.value === null ? 'eq' : 'ne');
}

/**
 * Resolves a filter in brackets: its paths are sub-attributes of one element.
 * @throws ScimError invalidFilter
 */
export function resolveElementFilter(filter: Filter, subAttributes: Attributes, leniency: Leniency): Filter {
  const find: Find = ({ schema, attribute, subAttribute }) => {
    const found =
      schema === undefined && subAttribute === undefined ? subAttributes.get(attribute.toLowerCase()) : undefined;
    return found && { path: { attribute: found.name }, attribute: found };
  };
  return resolve(filter, { find, leniency });
}

/** What conditions are resolved by. */
interface By {
  readonly find: Find;
  readonly leniency: Leniency;
}

/** What a condition becomes that is about something else; undefined where it is resolved. */
type Replace = (condition: Condition) => Filter | undefined;

function resolve(filter: Filter, by: By, replace: Replace = () => undefined): Filter {
  if (filter.kind === 'not') return { kind: 'not', of: resolve(filter.of, by, replace) };
  if ('of' in filter) return { kind: filter.kind, of: filter.of.map((part) => resolve(part, by, replace)) };
  return replace(filter) ?? condition(filter, by);
}

function condition(filter: Condition, by: By): Filter {
  if (filter.kind === 'present') return { kind: 'present', path: found(filter.path, by.find).path };
  if (filter.kind === 'compare') return comparison(filter, by);
  const { path, attribute } = found(filter.path, by.find);
  if (!attribute.multiValued || !attribute.subAttributes)
    throw invalidFilter(`${printPath(path)} has no list of values: it takes no brackets.`);
  return { kind: 'valuePath', path, filter: resolveElementFilter(filter.filter, attribute.subAttributes, by.leniency) };
}

function comparison(filter: Comparison, { find, leniency }: By): Filter {
  let { path, attribute } = found(filter.path, find);
  const value = attribute.subAttributes?.get('value');
  if (value) [path, attribute] = [{ ...path, subAttribute: value.name }, value];
  else if (attribute.type === 'complex' && filter.value !== null) {
    throw invalidFilter(
      `${printPath(path)} has several parts: compare one of them, such as ${printPath(path)}.${[...(attribute.subAttributes?.values() ?? [])][0]?.name ?? 'value'}.`,
    );
  }
  const { written: _, ...rest } = filter;
  return { ...rest, path, value: typedValue(filter, { attribute, path, leniency }) };
}

const isEquality = (operator: Comparison['operator']): boolean => operator === 'eq' || operator === 'ne';
/** Times are compared as times by these; by the others as texts. */
const ofTimes = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);

/**
 * The value, as the attribute's type needs it (RFC 7644 §3.4.2.2).
 * @throws ScimError invalidFilter where operator, value and type do not go together
 */
function typedValue(
  { operator, value, written }: Comparison,
  {
    attribute,
    path,
    leniency,
  }: { readonly attribute: Attribute; readonly path: AttributePath; readonly leniency: Leniency },
): Value {
  const { type } = attribute;
  const name = printPath(path);
  if (!isEquality(operator) && (value === null || type === 'boolean' || type === 'binary'))
    throw invalidFilter(`${name} cannot be compared so: use eq or ne with ${value === null ? 'null' : `a ${type}`}.`);
  if (value === null) return null;
  if (type === 'boolean') return booleanValue(value, name, leniency);
  if (type === 'integer' || type === 'decimal') return numberValue(value, name);
  const text = textValue(value, name, leniency, written);
  if (type === 'dateTime' && ofTimes.has(operator)) checkDateTime(text, name, leniency);
  return text;
}

function booleanValue(value: Value, name: string, leniency: Leniency): boolean {
  const noBoolean = () => invalidFilter(`${name} is true or false: compare it with true or false.`);
  const meant = booleanOf(value);
  if (meant === undefined) throw noBoolean();
  if (typeof value !== 'boolean') grant(leniency, 'booleansAsText', noBoolean);
  return meant;
}

function numberValue(value: Value, name: string): number {
  if (typeof value !== 'number') throw invalidFilter(`${name} is a number: compare it with a number.`);
  return value;
}

function textValue(value: Value, name: string, leniency: Leniency, written = String(value)): string {
  const noText = () => invalidFilter(`${name} is a text: compare it with a text in double quotes.`);
  if (typeof value === 'boolean') throw noText();
  if (typeof value === 'number') grant(leniency, 'scalarsAsText', noText);
  return written;
}

function checkDateTime(text: string, name: string, leniency: Leniency): void {
  const noTime = () => invalidFilter(`${name} is a date and time: compare it with one such as "2026-01-31T08:00:00Z".`);
  if (timeOf(text) === undefined) throw noTime();
  if (!isDateTime(text)) grant(leniency, 'looseTimes', noTime);
}

function found(path: AttributePath, find: Find): { path: AttributePath; attribute: Attribute } {
  const it = find(path);
  if (!it) {
    const name = printPath(path).slice(0, 100);
    throw invalidFilter(`The filter names "${name}", which is no attribute that is known here.`);
  }
  // An attribute that is never returned must not be filterable, or a client could guess it letter by letter (RFC 7644
  // §7.5).
  if (it.attribute.returned === 'never')
    throw invalidFilter(`${it.attribute.name} is never told, and cannot be asked for.`);
  return it;
}
