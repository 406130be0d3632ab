import { invalidValue } from '../errors/refusals.js';
import type { Attribute, Attributes } from '../schemas/resource-schema.js';

/** Characters of one text. */
export const longestText = 8_192;
/** Values of one multi-valued attribute of a user; members of groups are not limited here. */
const mostValues = 100;

/**
 * Reads the value of one attribute: types checked, names as the schema has them, read-only parts left out. What is empty (null, "",
 * [], an object without anything) is undefined: absent (RFC 7643 §2.5).
 * @throws ScimError invalidValue, naming the attribute and what was expected
 */
export function readValue(value: unknown, attribute: Attribute, path: string = attribute.name): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (attribute.multiValued) return readElements(value, attribute, path);
  return readSingle(value, attribute, path);
}

/** One element of a multi-valued attribute, or a value that is not multi-valued. */
export function readSingle(value: unknown, attribute: Attribute, path: string): unknown {
  if (attribute.subAttributes) return readComplex(value, attribute, attribute.subAttributes, path);
  if (attribute.type === 'boolean') return readBoolean(value, path);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value); // leniency: scalarsAsText
  if (typeof value !== 'string') throw invalidValue(`${path} must be a text.`);
  if (value.length > longestText)
    throw invalidValue(`${path} has ${value.length} characters; at most ${longestText} are kept.`);
  return value;
}

function readElements(value: unknown, attribute: Attribute, path: string): unknown[] | undefined {
  const list = Array.isArray(value) ? value : [value]; // leniency: singleValueForList
  if (attribute.name !== 'members' && list.length > mostValues)
    throw invalidValue(`${path} has ${list.length} values; at most ${mostValues} are kept.`);
  const elements = list.flatMap((each) => {
    const read = each === null || each === '' ? undefined : readSingle(each, attribute, path);
    return read === undefined ? [] : [read];
  });
  return elements.length > 0 ? elements : undefined;
}

function readComplex(value: unknown, attribute: Attribute, parts: Attributes, path: string): object | undefined {
  if (typeof value === 'string' || typeof value === 'number') {
    // leniency: bareValues (manager as a bare text, roles as texts)
    if (parts.has('value')) return { value: String(value) };
    throw invalidValue(`${path} must be an object.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidValue(`${path} must be an object.`);
  const read: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    const part = parts.get(canonicalPart(attribute, name));
    if (!part || part.mutability === 'readOnly') continue;
    const partValue = readValue(each, part, `${path}.${part.name}`);
    if (partValue !== undefined) read[part.name] = partValue;
  }
  return Object.keys(read).length > 0 ? read : undefined;
}

/** leniency: managerId */
function canonicalPart(attribute: Attribute, name: string): string {
  const lower = name.toLowerCase();
  return attribute.name === 'manager' && lower === 'managerid' ? 'value' : lower;
}

/** leniency: booleansAsText */
function readBoolean(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalidValue(`${path} must be true or false.`);
}
