import { invalidValue } from '../errors/refusals.js';
import type { ScimError } from '../errors/scim-error.js';
import { grant, type Leniency } from '../leniencies/leniency.js';
import { rolesFromJson } from '../leniencies/roles-as-json.js';
import { limits } from '../limits/limits.js';
import { cutToCounted, problemOfLength } from '../limits/text-length.js';
import type { Attribute, Attributes } from '../schemas/resource-schema.js';
import { booleanOf } from './boolean-of.js';
import { isObject } from './is-object.js';
import { saidOnce, writable } from './said-once.js';
import { withoutControls } from './without-controls.js';

/** The largest number of values in a multi-valued attribute of a user. */
const maxValues = 100;

/**
 * Whether the elements of a list stand for others, by a part that each must have: members. Such a list is emptied by `null`
 * and `[]` only, and one that was not sent is not an empty one.
 */
export function isListOfNamed({ multiValued, subAttributes }: Attribute): boolean {
  return multiValued && [...(subAttributes?.values() ?? [])].some(({ required }) => required);
}

/** The refusal of an operation that needs a value (RFC 7644 §3.5.2.1, §3.5.2.3) and has none. */
export function missingValue(op: string, path: string): ScimError {
  return invalidValue(`The operation ${op} of ${path} has no "value". Send one; null removes what is there.`);
}

/**
 * Reads the value of one attribute: types are checked, names become the schema's, read-only sub-attributes are left
 * out. An empty value (null, "", [], an object without values) is absent, and so undefined (RFC 7643 §2.5).
 * @throws ScimError invalidValue, naming the attribute and what was expected
 */
export function readValue(
  value: unknown,
  attribute: Attribute,
  leniency: Leniency,
  path: string = attribute.name,
): unknown {
  if (value === undefined || value === null) return undefined;
  if (value === '' && !isListOfNamed(attribute)) return undefined;
  if (attribute.multiValued) return readElements(value, attribute, leniency, path);
  const single = onlyOne(value, leniency, path);
  if (single === null || single === '' || (Array.isArray(single) && single.length === 0)) return undefined;
  return readSingle(single, attribute, leniency, path);
}

/** What a list of one holds; any other value as it is. */
export function onlyOne(value: unknown, leniency: Leniency, path: string): unknown {
  if (!Array.isArray(value) || value.length !== 1) return value;
  grant(leniency, 'arrayOfOne', () => invalidValue(`${path} is no list: send the value alone.`));
  return value[0] as unknown;
}

/** Reads one element of a multi-valued attribute, or a value that is not multi-valued. */
export function readSingle(value: unknown, attribute: Attribute, leniency: Leniency, path: string): unknown {
  if (attribute.subAttributes) return readComplex(value, attribute, leniency, path);
  if (attribute.type === 'boolean') return readBoolean(value, leniency, path);
  if (typeof value !== 'string') return numberAsText(value, leniency, path);
  storable(value, path);
  const tooLong = problemOfLength(value, limits.text);
  if (tooLong !== undefined && attribute.measuredLater) return cutToCounted(value, limits.text);
  if (tooLong !== undefined) throw invalidValue(`${path}: ${tooLong}. Shorten it.`);
  // A required text names what it belongs to: it is taken as it is.
  return attribute.required ? value : withoutControls(value, path) || undefined;
}

/** @throws ScimError invalidValue for what can come from an escape in JSON only, and is no text: U+0000, and half of a surrogate pair */
export function storable(text: string, path: string): string {
  if (text.isWellFormed() && !text.includes('\0')) return text;
  throw invalidValue(`${path} is no text that can be kept: it holds U+0000, or half a character. Correct the value.`);
}

function numberAsText(value: unknown, leniency: Leniency, path: string): string {
  const noText = () => invalidValue(`${path} must be a text, but is ${kindOf(value)}.`);
  if (typeof value !== 'number') throw noText();
  grant(leniency, 'scalarsAsText', noText);
  return String(value);
}

function readElements(value: unknown, attribute: Attribute, leniency: Leniency, path: string): unknown[] | undefined {
  const given = attribute.name === 'roles' ? rolesFromJson(value, leniency) : value;
  const list = asList(given, leniency, path);
  const most = attribute.name === 'members' ? limits.members : maxValues;
  if (list.length > most) throw invalidValue(`${path} has ${list.length} values; at most ${most} are allowed.`);
  const elements = list.flatMap((each) => {
    const read = each === null || each === '' ? undefined : readSingle(each, attribute, leniency, path);
    requireParts(read, attribute, path);
    return read === undefined ? [] : [read];
  });
  return elements.length > 0 ? elements : undefined;
}

/** The object that a bare value stands for: a manager as a text, roles as texts. */
function bareValue(value: unknown, parts: Attributes, leniency: Leniency, path: string): object {
  const noObject = () => invalidValue(`${path} must be an object, but is ${kindOf(value)}.`);
  if ((typeof value !== 'string' && typeof value !== 'number') || !parts.has('value')) throw noObject();
  grant(leniency, 'bareValues', noObject);
  return { value: String(value) };
}

function asList(value: unknown, leniency: Leniency, path: string): unknown[] {
  if (Array.isArray(value)) return value;
  grant(leniency, 'singleValueForList', () => invalidValue(`${path} must be a list, but is ${kindOf(value)}.`));
  return [value];
}

function requireParts(element: unknown, { subAttributes }: Attribute, path: string): void {
  for (const { name, required } of subAttributes?.values() ?? []) {
    if (required && !(isObject(element) && element[name] !== undefined))
      throw invalidValue(`Each of ${path} needs "${name}", and one has none.`);
  }
}

function readComplex(value: unknown, attribute: Attribute, leniency: Leniency, path: string): object | undefined {
  const parts: Attributes = attribute.subAttributes ?? new Map();
  const given = isObject(value) ? value : bareValue(value, parts, leniency, path);
  const read: Record<string, unknown> = {};
  const partOf = (name: string) => parts.get(canonicalPart(attribute, name, leniency));
  for (const [name, each] of saidOnce(Object.entries(given), (name) => writable(partOf(name)))) {
    const part = partOf(name);
    if (!part || part.mutability === 'readOnly') continue;
    const partValue = readValue(each, part, leniency, `${path}.${part.name}`);
    if (partValue !== undefined) read[part.name] = partValue;
  }
  return Object.keys(read).length > 0 ? read : undefined;
}

/** The name of a part, in lower case, by which the schema finds it. */
export function canonicalPart(attribute: Attribute, name: string, leniency: Leniency): string {
  const lower = name.toLowerCase();
  if (attribute.name !== 'manager' || lower !== 'managerid') return lower;
  grant(leniency, 'managerId', () => invalidValue('The manager has no "managerId": send the id as its "value".'));
  return 'value';
}

function readBoolean(value: unknown, leniency: Leniency, path: string): boolean {
  const meant = booleanOf(value);
  const noBoolean = () => invalidValue(`${path} must be true or false, but is ${kindOf(value)}.`);
  if (meant === undefined) throw noBoolean();
  if (typeof value !== 'boolean') grant(leniency, 'booleansAsText', noBoolean);
  return meant;
}

/** The kind of a value, for an error message; never the value itself, which may be personal. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
