import { invalidFilter } from '../errors/refusals.js';
import { printPath, resolvePath, type AttributePath } from '../schemas/attribute-path.js';
import type { Attribute, Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { Filter } from './filter.js';
import { booleanOf } from '../resource/boolean-of.js';
import { parseFilter } from './parse-filter.js';

type Comparison = Extract<Filter, { kind: 'compare' }>;
type Value = Comparison['value'];
type Find = (path: AttributePath) => { path: AttributePath; attribute: Attribute } | undefined;

/**
 * Parses a filter and resolves its attributes in a schema.
 * @throws ScimError invalidFilter
 */
export function readFilter(text: string, schema: ResourceSchema): Filter {
  return resolveFilter(parseFilter(text), schema);
}

/**
 * Resolves a filter: names as the schema writes them, without the core URN, `emails eq "x"` as `emails.value eq "x"`,
 * booleans sent as text as booleans.
 * @throws ScimError invalidFilter for attributes that the schema does not have, and comparisons that make no sense
 */
export function resolveFilter(filter: Filter, schema: ResourceSchema): Filter {
  return resolve(filter, (path) => {
    const found = resolvePath(path, schema);
    return found && { path: found.path, attribute: found.subAttribute ?? found.attribute };
  });
}

/**
 * Resolves a filter in brackets: its paths are sub-attributes of one element.
 * @throws ScimError invalidFilter
 */
export function resolveElementFilter(filter: Filter, subAttributes: Attributes): Filter {
  return resolve(filter, ({ schema, attribute, subAttribute }) => {
    const found =
      schema === undefined && subAttribute === undefined ? subAttributes.get(attribute.toLowerCase()) : undefined;
    return found && { path: { attribute: found.name }, attribute: found };
  });
}

function resolve(filter: Filter, find: Find): Filter {
  if (filter.kind === 'not') return { kind: 'not', of: resolve(filter.of, find) };
  if ('of' in filter) return { kind: filter.kind, of: filter.of.map((part) => resolve(part, find)) };
  if (filter.kind === 'present') return { kind: 'present', path: found(filter.path, find).path };
  if (filter.kind === 'compare') return comparison(filter, find);
  const { path, attribute } = found(filter.path, find);
  if (!attribute.multiValued || !attribute.subAttributes)
    throw invalidFilter(`${printPath(path)} has no list of values: it takes no brackets.`);
  return { kind: 'valuePath', path, filter: resolveElementFilter(filter.filter, attribute.subAttributes) };
}

function comparison(filter: Comparison, find: Find): Filter {
  let { path, attribute } = found(filter.path, find);
  const value = attribute.subAttributes?.get('value');
  if (value) [path, attribute] = [{ ...path, subAttribute: value.name }, value];
  else if (attribute.type === 'complex' && filter.value !== null) {
    throw invalidFilter(
      `${printPath(path)} has several parts: compare one of them, such as ${printPath(path)}.${[...(attribute.subAttributes?.values() ?? [])][0]?.name ?? 'value'}.`,
    );
  }
  return { ...filter, path, value: typedValue(filter, attribute, path) };
}

const isEquality = (operator: Comparison['operator']): boolean => operator === 'eq' || operator === 'ne';
const byOrder = new Set(['gt', 'ge', 'lt', 'le']);

/**
 * The value, as the attribute's type needs it (RFC 7644 §3.4.2.2).
 * @throws ScimError invalidFilter where operator, value and type do not go together
 */
function typedValue({ operator, value }: Comparison, { type }: Attribute, path: AttributePath): Value {
  const name = printPath(path);
  if (!isEquality(operator) && (value === null || type === 'boolean' || type === 'binary'))
    throw invalidFilter(`${name} cannot be compared so: use eq or ne with ${value === null ? 'null' : `a ${type}`}.`);
  if (value === null) return null;
  if (type === 'boolean') return booleanValue(value, name);
  if (type === 'integer' || type === 'decimal') return numberValue(value, name);
  const text = textValue(value, name);
  if (type === 'dateTime' && byOrder.has(operator)) checkDateTime(text, name);
  return text;
}

function booleanValue(value: Value, name: string): boolean {
  const meant = booleanOf(value);
  if (meant === undefined) throw invalidFilter(`${name} is true or false: compare it with true or false.`);
  return meant;
}

function numberValue(value: Value, name: string): number {
  if (typeof value !== 'number') throw invalidFilter(`${name} is a number: compare it with a number.`);
  return value;
}

function textValue(value: Value, name: string): string {
  if (typeof value === 'boolean') throw invalidFilter(`${name} is a text: compare it with a text in double quotes.`);
  return String(value); // leniency: scalarsAsText
}

function checkDateTime(text: string, name: string): void {
  if (Number.isNaN(Date.parse(text)))
    throw invalidFilter(`${name} is a date and time: compare it with one such as "2026-01-31T08:00:00Z".`);
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
