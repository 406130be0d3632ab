import { invalidFilter } from '../errors/refusals.js';
import { printPath, resolvePath, type AttributePath } from '../schemas/attribute-path.js';
import type { Attribute, Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { Filter } from './filter.js';
import { parseFilter } from './parse-filter.js';

type Find = (path: AttributePath) => { path: AttributePath; attribute: Attribute } | undefined;

/**
 * Reads a filter and finds its attributes in a schema.
 * @throws ScimError invalidFilter
 */
export function readFilter(text: string, schema: ResourceSchema): Filter {
  return resolveFilter(parseFilter(text), schema);
}

/**
 * Names as the schema has them, the core URN dropped, `emails eq "x"` as `emails.value eq "x"`, booleans sent as text as booleans.
 * @throws ScimError invalidFilter for attributes that the schema does not have, and comparisons that make no sense
 */
export function resolveFilter(filter: Filter, schema: ResourceSchema): Filter {
  return resolve(filter, (path) => {
    const found = resolvePath(path, schema);
    return found && { path: found.path, attribute: found.subAttribute ?? found.attribute };
  });
}

/** A filter within brackets: its paths are sub-attributes of one element. @throws ScimError invalidFilter */
export function resolveElementFilter(filter: Filter, subAttributes: Attributes): Filter {
  return resolve(filter, ({ schema, attribute, subAttribute }) => {
    const found =
      schema === undefined && subAttribute === undefined ? subAttributes.get(attribute.toLowerCase()) : undefined;
    return found && { path: { attribute: found.name }, attribute: found };
  });
}

function resolve(filter: Filter, find: Find): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, of: filter.of.map((part) => resolve(part, find)) };
    case 'not':
      return { kind: 'not', of: resolve(filter.of, find) };
    case 'present':
      return { kind: 'present', path: found(filter.path, find).path };
    case 'valuePath': {
      const { path, attribute } = found(filter.path, find);
      if (!attribute.multiValued || !attribute.subAttributes)
        throw invalidFilter(`${printPath(path)} has no list of values: it takes no brackets.`);
      return { kind: 'valuePath', path, filter: resolveElementFilter(filter.filter, attribute.subAttributes) };
    }
    case 'compare':
      return comparison(filter, find);
  }
}

function comparison(filter: Extract<Filter, { kind: 'compare' }>, find: Find): Filter {
  let { path, attribute } = found(filter.path, find);
  const value = attribute.subAttributes?.get('value');
  if (value) [path, attribute] = [{ ...path, subAttribute: value.name }, value];
  else if (attribute.type === 'complex') {
    throw invalidFilter(
      `${printPath(path)} has several parts: compare one of them, such as ${printPath(path)}.${[...(attribute.subAttributes?.values() ?? [])][0]?.name ?? 'value'}.`,
    );
  }
  if (attribute.type !== 'boolean') return { ...filter, path };
  if (filter.operator !== 'eq' && filter.operator !== 'ne')
    throw invalidFilter(`${printPath(path)} is true or false: compare it with eq or ne.`);
  return { ...filter, path, value: asBoolean(filter.value) };
}

/** leniency: booleansAsText */
function asBoolean(value: string | number | boolean | null): string | number | boolean | null {
  const text = String(value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : value;
}

function found(path: AttributePath, find: Find): { path: AttributePath; attribute: Attribute } {
  const it = find(path);
  if (!it)
    throw invalidFilter(
      `The filter names "${printPath(path).slice(0, 100)}", which is no attribute that is known here.`,
    );
  return it;
}
