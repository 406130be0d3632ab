import { invalidSyntax, invalidValue, mutability } from '../errors/refusals.js';
import type { Filter } from '../filter/filter.js';
import { grant, type Leniency } from '../leniencies/leniency.js';
import { rolesFromJson } from '../leniencies/roles-as-json.js';
import { isObject } from '../resource/is-object.js';
import {
  canonicalPart,
  isListOfNamed,
  missingValue,
  onlyOne,
  readSingle,
  readValue,
  storable,
} from '../resource/read-value.js';
import { assertSaidOnce, saidOnce, writable } from '../resource/said-once.js';
import { printPath } from '../schemas/attribute-path.js';
import type { Attribute } from '../schemas/resource-schema.js';
import { member } from './member.js';
import type { PatchOperation, PatchPath } from './patch-operation.js';
import type { ResolvedPatchPath } from './patch-path.js';

export type Op = 'add' | 'replace' | 'remove';

/**
 * Normalises one operation on one attribute into the shapes that `PatchOperation` lists.
 * @throws ScimError invalidValue, mutability
 */
export function normalised(op: Op, resolved: ResolvedPatchPath, value: unknown, leniency: Leniency): PatchOperation[] {
  const { path, attribute, subAttribute } = resolved;
  if (attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') {
    grant(leniency, 'readOnlyIgnored', () => mutability(`${printPath(path)} is read-only.`));
    return [];
  }
  if (op === 'remove') return removal(resolved, value, leniency);
  if (value === undefined) throw missingValue(op, printPath(path));
  const how: How = { leniency, ...(op === 'replace' && leniency === 'none' && path.valueFilter ? existing : {}) };
  if (subAttribute) return [setPart(resolved, subAttribute, value, how)];
  if (path.valueFilter) return merged(resolved, value, how);
  if (attribute.multiValued) return wholeList(op, path, attribute, { value, leniency });
  if (attribute.subAttributes) return parts(path, attribute, onlyOne(value, leniency, attribute.name), leniency);
  return [setOrRemove(resolved, readValue(value, attribute, leniency), how)];
}

/** How a value is read and set. */
interface How {
  readonly leniency: Leniency;
  /** The elements that the filter means must be there: none is made. */
  readonly existingOnly?: true;
}
const existing = { existingOnly: true } as const;

/** An empty value removes: `replace` with null, "" or [] means that (RFC 7643 §2.5). A value that was not sent does not. */
function setOrRemove(resolved: ResolvedPatchPath, value: unknown, { leniency, ...where }: How): PatchOperation {
  return value === undefined ? remove(resolved, leniency) : { op: 'replace', path: resolved.path, value, ...where };
}

function readSingleOrNothing(value: unknown, attribute: Attribute, leniency: Leniency, path: string): unknown {
  const one = onlyOne(value, leniency, path);
  return one === undefined || one === null || one === '' ? undefined : readSingle(one, attribute, leniency, path);
}

function setPart(resolved: ResolvedPatchPath, part: Attribute, value: unknown, how: How): PatchOperation {
  const { path, attribute } = resolved;
  const { leniency } = how;
  if (part.mutability === 'immutable' && path.valueFilter)
    throw mutability(`${attribute.name}.${part.name} cannot be changed: remove the element and add another.`);
  const meant = attribute.name === 'roles' && part.name === 'value' ? valueOfRole(value, leniency) : value;
  return setOrRemove(resolved, readSingleOrNothing(meant, part, leniency, `${attribute.name}.${part.name}`), how);
}

function valueOfRole(value: unknown, leniency: Leniency): unknown {
  const role = rolesFromJson(onlyOne(value, leniency, 'roles.value'), leniency);
  return isObject(role) ? role['value'] : role;
}

/**
 * A value object under a filter is merged into each element: its values are set, its empty values removed, and the
 * other values of the element stay.
 */
function merged({ path, attribute, ...resolved }: ResolvedPatchPath, value: unknown, how: How): PatchOperation[] {
  const { leniency, ...where } = how;
  const roles = attribute.name === 'roles' ? rolesFromJson(value, leniency) : value;
  const given = onlyOne(roles, leniency, attribute.name);
  const element = readSingleOrNothing(given, attribute, leniency, attribute.name);
  if (element === undefined) return [remove({ path, attribute, ...resolved }, leniency)];
  const emptied = isObject(given)
    ? emptyParts(given, attribute).map((subAttribute): PatchOperation => ({
        op: 'remove',
        path: { ...path, subAttribute },
      }))
    : [];
  return [{ op: 'replace', path, value: element, ...where }, ...emptied];
}

function emptyParts(given: Record<string, unknown>, { subAttributes }: Attribute): string[] {
  return Object.entries(given).flatMap(([name, each]) => {
    const part = each === null || each === '' ? subAttributes?.get(name.toLowerCase()) : undefined;
    return part && part.mutability === 'readWrite' ? [part.name] : [];
  });
}

function wholeList(
  op: 'add' | 'replace',
  path: PatchPath,
  attribute: Attribute,
  { value, leniency }: { readonly value: unknown; readonly leniency: Leniency },
): PatchOperation[] {
  if (isNothing(value) || (Array.isArray(value) && value.some(isNothing))) throw nothingIn(attribute);
  // One value is added as it is (RFC 7644 §3.5.2.1).
  const list = op === 'add' && isObject(value) ? [value] : value;
  const elements = readValue(list, attribute, leniency);
  if (elements === undefined) return op === 'add' ? [] : [remove({ path, attribute }, leniency)];
  return [{ op, path, value: elements }];
}

/** An object that says nothing: a template whose variables were empty. It is no empty list, which `null` and `[]` are. */
const isNothing = (value: unknown) => isObject(value) && Object.keys(value).length === 0;

const nothingIn = ({ name }: Attribute) =>
  invalidValue(`A value of ${name} is an empty object. Send its "value"; to remove all, send an empty list.`);

/** A complex attribute is merged by sub-attribute: those that the object does not name stay (RFC 7644 §3.5.2.3). */
function parts(path: PatchPath, attribute: Attribute, value: unknown, leniency: Leniency): PatchOperation[] {
  if (value === undefined || value === null || value === '') return [remove({ path, attribute }, leniency)];
  if (isObject(value)) return partsOf(path, attribute, value, leniency);
  const bare = attribute.subAttributes?.get('value');
  const noObject = () => invalidValue(`${attribute.name} must be an object.`);
  if (!bare || (typeof value !== 'string' && typeof value !== 'number')) throw noObject();
  grant(leniency, 'bareValues', noObject);
  const read = readValue(value, bare, leniency, attribute.name);
  return [{ op: 'replace', path: { ...path, subAttribute: bare.name }, value: read }];
}

function partsOf(
  path: PatchPath,
  attribute: Attribute,
  value: Record<string, unknown>,
  leniency: Leniency,
): PatchOperation[] {
  const partOf = (name: string) => attribute.subAttributes?.get(canonicalPart(attribute, name, leniency));
  return saidOnce(Object.entries(value), (name) => writable(partOf(name))).flatMap(([name, each]) => {
    const part = partOf(name);
    if (!part || part.mutability === 'readOnly') return [];
    const resolved = { path: { ...path, subAttribute: part.name }, attribute, subAttribute: part };
    const read = readValue(each, part, leniency, `${attribute.name}.${part.name}`);
    return [setOrRemove(resolved, read, { leniency })];
  });
}

/**
 * An element without its `value` is meaningless, so removing the value removes the element (leniency: removedValues).
 * @throws ScimError mutability where the attribute is required (RFC 7644 §3.5.2.2)
 */
function remove({ path, attribute, subAttribute }: ResolvedPatchPath, leniency: Leniency): PatchOperation {
  if (attribute.required) throw mutability(`${attribute.name} is required: it can be changed, but not removed.`);
  if (subAttribute?.required && !path.valueFilter)
    throw mutability(`Each of ${attribute.name} needs its ${subAttribute.name}: say which ones to remove.`);
  const isValue = attribute.multiValued && subAttribute?.name === 'value' && isAllInValue(attribute);
  if (!isValue || leniency === 'none') return { op: 'remove', path };
  const { subAttribute: _, ...elements } = path;
  return { op: 'remove', path: elements };
}

const labels = new Set(['value', 'display', 'type', 'primary', '$ref']);

function isAllInValue({ subAttributes }: Attribute): boolean {
  return [...(subAttributes?.values() ?? [])].every(({ name }) => labels.has(name));
}

/**
 * Entra names the elements to remove in the value; others write the path `members.value` with it.
 * @throws ScimError mutability where it would take the required part of each element away
 */
function removal(resolved: ResolvedPatchPath, value: unknown, leniency: Leniency): PatchOperation[] {
  const { path, attribute, subAttribute } = resolved;
  const isOfAll = attribute.multiValued && !path.valueFilter && (!subAttribute || subAttribute.name === 'value');
  const isSaid = value !== undefined && value !== null && (value !== '' || isListOfNamed(attribute));
  if (!isOfAll || !isSaid) {
    if (subAttribute?.required) throw mutability(partIsRequired(attribute));
    return [remove(resolved, leniency)];
  }
  grant(leniency, 'removeWithValues', () =>
    invalidSyntax(`A remove has no "value": say which elements by ${attribute.name}[value eq "…"].`),
  );
  const of = valuesOf(value).map((each): Filter => ({
    kind: 'compare',
    path: { attribute: 'value' },
    operator: 'eq',
    value: each,
  }));
  const [first] = of;
  if (!first) return []; // an empty list names nothing to remove
  const { subAttribute: _, ...list } = path;
  return [{ op: 'remove', path: { ...list, valueFilter: of.length === 1 ? first : { kind: 'or', of } } }];
}

const partIsRequired = ({ name }: Attribute) =>
  `Each of ${name} needs its "value": remove an element by ${name}[value eq "…"], or all by the path ${name}.`;

function valuesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((each: unknown) => {
    if (isObject(each)) assertSaidOnce(each, 'value');
    const text = isObject(each) ? member(each, 'value') : each;
    if (typeof text !== 'string' || text === '')
      throw invalidValue('A value to remove must be an object with "value".');
    return storable(text, 'A value to remove');
  });
}
