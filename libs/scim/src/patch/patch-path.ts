import { invalidPath, mutability } from '../errors/refusals.js';
import { ScimError } from '../errors/scim-error.js';
import { parseFilter } from '../filter/parse-filter.js';
import { resolveElementFilter } from '../filter/resolve-filter.js';
import { grant, type Leniency } from '../leniencies/leniency.js';
import { limits } from '../limits/limits.js';
import { notAPath, parsePath, printPath, resolvePath, withUrn } from '../schemas/attribute-path.js';
import type { Attribute, ResourceSchema } from '../schemas/resource-schema.js';
import type { PatchPath } from './patch-operation.js';

/** A path, with the schema's definitions of its attributes. */
export interface ResolvedPatchPath {
  readonly path: PatchPath;
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
}

/**
 * `emails[type eq "work"].value`: attribute, filter, sub-attribute. Texts in the filter may hold brackets, so the last
 * bracket ends it.
 */
const withFilter = /^([^[\]]+)\[(.*)\](?:\.([A-Za-z$][\w$-]*))?$/s;

/**
 * Parses the path of a PATCH operation (RFC 7644 §3.5.2, figure 7) and resolves it in the schema; undefined for
 * attributes that the schema does not know, which are ignored.
 * @throws ScimError invalidPath, invalidFilter
 */
export function readPatchPath(text: string, schema: ResourceSchema, leniency: Leniency): ResolvedPatchPath | undefined {
  if (text.length > limits.filterLength)
    throw invalidPath(`A path has ${text.length} characters; at most ${limits.filterLength} are read.`);
  const [, name = text, filterText, part] = withFilter.exec(text) ?? [];
  const parsed = parsePath(name);
  if (!parsed) {
    if (isOfUnknown(name, schema)) return unknown(text, leniency);
    throw notAPath(text);
  }
  const full = withUrn(parsed, schema);
  if (full !== parsed)
    grant(leniency, 'extensionWithoutUrn', () =>
      invalidPath(`${parsed.attribute} is an attribute of an extension: write ${printPath(full)}.`),
    );
  const found = resolvePath(full, schema);
  if (!found) return unknown(text, leniency);
  if (filterText === undefined) return found;
  return filteredPath(found, { filterText, part, leniency }) ?? unknown(text, leniency);
}

/** A path of an attribute that the schema does not know leads nowhere. @throws ScimError invalidPath where that is not granted */
export function unknown(text: string, leniency: Leniency): undefined {
  grant(leniency, 'unknownPaths', () =>
    invalidPath(`"${text.slice(0, 100)}" is no attribute that is known here: GET /Schemas lists all.`),
  );
  return undefined;
}

/**
 * Whether a name that is no path speaks of an attribute that the schema does not know: admins give attributes of their own
 * names with spaces, digits in front, and several levels.
 */
function isOfUnknown(name: string, schema: ResourceSchema): boolean {
  const colon = name.lastIndexOf(':');
  const { attributes } = schema.extensions.get(name.slice(0, Math.max(0, colon)).toLowerCase()) ?? schema;
  const levels = name.slice(colon + 1).split('.');
  const isName = levels.every((level) => level.trim() !== '') && !/["[\]]/.test(name);
  return isName && !attributes.has(levels[0]?.trim().toLowerCase() ?? '');
}

/**
 * Resolves a path with a filter: elements of a list, or a sub-attribute of each; undefined for a sub-attribute that the
 * schema does not know.
 */
function filteredPath(
  { path, attribute, subAttribute: tooDeep }: ResolvedPatchPath,
  {
    filterText,
    part,
    leniency,
  }: { readonly filterText: string; readonly part: string | undefined; readonly leniency: Leniency },
): ResolvedPatchPath | undefined {
  const { subAttributes, multiValued } = attribute;
  if (!multiValued || !subAttributes || tooDeep)
    throw invalidPath(`${path.attribute} has no list of values: it takes no brackets.`);
  const subAttribute = part === undefined ? undefined : subAttributes.get(part.toLowerCase());
  if (part !== undefined && !subAttribute) return undefined;
  const filtered = { ...path, valueFilter: elementFilter(filterText, subAttributes, leniency) };
  if (!subAttribute) return { path: filtered, attribute };
  return { path: { ...filtered, subAttribute: subAttribute.name }, attribute, subAttribute };
}

function elementFilter(text: string, subAttributes: NonNullable<Attribute['subAttributes']>, leniency: Leniency) {
  try {
    return resolveElementFilter(parseFilter(text, { leniency }), subAttributes, leniency);
  } catch (error) {
    // The RFC uses invalidFilter for an unreadable filter in a path too; the detail adds where it was.
    if (error instanceof ScimError)
      throw new ScimError(error.status, `${error.detail} (in the brackets of a path)`, error.scimType);
    throw error;
  }
}

/** An id sent back unchanged is accepted, where that is granted, another one refused (RFC 7643 §7, readOnly). */
export function checkId(value: unknown, id: string | undefined, leniency: Leniency): void {
  const changesId = () => mutability('The id of a resource cannot be changed: leave "id" out of the operation.');
  const isOther = id !== undefined && value !== undefined && value !== null && value !== '' && value !== id;
  if (isOther) throw changesId();
  grant(leniency, 'equalId', changesId);
}
