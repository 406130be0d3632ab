import { invalidSyntax, invalidValue, noTarget } from '../errors/refusals.js';
import type { Filter } from '../filter/filter.js';
import { limits } from '../limits/limits.js';
import { readSingle, readValue } from '../resource/read-value.js';
import { parsePath } from '../schemas/attribute-path.js';
import type { Attribute, ResourceSchema } from '../schemas/resource-schema.js';
import { checkId, readPatchPath, type ResolvedPatchPath } from './patch-path.js';
import type { PatchOperation, PatchPath } from './patch-operation.js';

type Op = 'add' | 'replace' | 'remove';

/**
 * Reads the body of a PATCH (RFC 7644 §3.5.2) into normalised operations: see `PatchOperation`. Unknown and read-only attributes are gone; an
 * empty list is possible.
 * @param of the resource that is patched: its id may stand in a value, unchanged
 * @throws ScimError invalidSyntax, invalidPath, invalidFilter, invalidValue, mutability, noTarget
 */
export function readPatchOp(
  body: unknown,
  schema: ResourceSchema,
  of: { readonly id?: string } = {},
): PatchOperation[] {
  return operationsOf(body).flatMap((operation, at) => readOperation(operation, at, schema, of.id));
}

function operationsOf(body: unknown): readonly unknown[] {
  const operations = isObject(body) ? member(body, 'operations') : undefined;
  if (!Array.isArray(operations)) {
    throw invalidSyntax('The body of a PATCH must be a PatchOp message with a list "Operations".');
  }
  if (operations.length > limits.patchOperations) {
    throw invalidValue(
      `The PATCH has ${operations.length} operations; at most ${limits.patchOperations} are taken in one request.`,
    );
  }
  return operations; // leniency: noOperations (an empty list changes nothing)
}

function readOperation(
  operation: unknown,
  at: number,
  schema: ResourceSchema,
  id: string | undefined,
): PatchOperation[] {
  if (!isObject(operation)) throw invalidSyntax(`Operation ${at + 1} must be an object with "op".`);
  const op = opOf(member(operation, 'op'), at);
  const path = member(operation, 'path');
  const value = member(operation, 'value');
  if (path === undefined || path === null || path === '') return withoutPath(op, value, schema, id);
  if (typeof path !== 'string') throw invalidSyntax(`The path of operation ${at + 1} must be a text.`);
  const urn = path.toLowerCase();
  if (schema.coreUrns.has(urn)) return withoutPath(op, value, schema, id);
  const extension = schema.extensions.get(urn);
  if (extension)
    return op === 'remove'
      ? removeAll(extension.urn, [...extension.attributes.values()])
      : underUrn(op, extension.urn, value, schema);
  const resolved = readPatchPath(path, schema);
  return resolved ? normalised(op, resolved, value) : [];
}

/** leniency: opInAnyCase */
function opOf(op: unknown, at: number): Op {
  const text = typeof op === 'string' ? op.toLowerCase() : '';
  if (text === 'add' || text === 'replace' || text === 'remove') return text;
  throw invalidSyntax(`The "op" of operation ${at + 1} must be add, replace or remove.`);
}

/** The value says what it changes: one operation per attribute (§3.5.2.1). */
function withoutPath(op: Op, value: unknown, schema: ResourceSchema, id: string | undefined): PatchOperation[] {
  if (op === 'remove') throw noTarget('A remove operation needs a path that says what to remove.');
  if (Array.isArray(value)) return bareMembers(op, value, schema);
  if (!isObject(value)) throw invalidValue('An operation without a path needs an object as its value.');
  return Object.entries(value).flatMap(([name, each]) => {
    const lower = name.toLowerCase();
    if (lower === 'id') checkId(each, id);
    if (schema.coreUrns.has(lower)) return withoutPath(op, each, schema, id);
    const extension = schema.extensions.get(lower);
    if (extension) return underUrn(op, extension.urn, each, schema);
    const resolved = readKey(name, schema); // leniency: dottedKeys
    return resolved ? normalised(op, resolved, each) : [];
  });
}

/** A key of a value object: a plain name, or a path as Entra writes it. What is no path is an attribute that nobody knows. */
function readKey(name: string, schema: ResourceSchema): ResolvedPatchPath | undefined {
  return name.includes('[') || parsePath(name) ? readPatchPath(name, schema) : undefined;
}

/** leniency: bareArrays (a list without a path is the list of members) */
function bareMembers(op: Op, value: readonly unknown[], schema: ResourceSchema): PatchOperation[] {
  const members = schema.attributes.get('members');
  if (!members || !value.every((each) => isObject(each) && typeof member(each, 'value') === 'string')) {
    throw invalidValue('An operation without a path needs an object as its value.');
  }
  return normalised(op, { path: { attribute: members.name }, attribute: members }, value);
}

/** leniency: extensionAsPath (also with a "schemas" key inside) */
function underUrn(op: 'add' | 'replace', urn: string, value: unknown, schema: ResourceSchema): PatchOperation[] {
  const attributes = schema.extensions.get(urn.toLowerCase())?.attributes;
  if (value === null || value === '') return removeAll(urn, [...(attributes?.values() ?? [])]);
  if (!isObject(value)) throw invalidValue(`${urn} must be an object.`);
  return Object.entries(value).flatMap(([name, each]) => {
    const attribute = attributes?.get(name.toLowerCase());
    return attribute ? normalised(op, { path: { schema: urn, attribute: attribute.name }, attribute }, each) : [];
  });
}

function removeAll(schema: string, attributes: readonly Attribute[]): PatchOperation[] {
  return attributes.map(({ name }) => ({ op: 'remove', path: { schema, attribute: name } }));
}

function normalised(op: Op, { path, attribute, subAttribute }: ResolvedPatchPath, value: unknown): PatchOperation[] {
  if (attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') return [];
  if (op === 'remove') return removal(path, attribute, subAttribute, value);
  if (subAttribute)
    return [setOrRemove(path, readSingleOrNothing(value, subAttribute, `${attribute.name}.${subAttribute.name}`))];
  if (path.valueFilter) return merged(path, attribute, value);
  if (attribute.multiValued) return wholeList(op, path, attribute, value);
  if (attribute.subAttributes) return parts(path, attribute, value);
  return [setOrRemove(path, readValue(value, attribute))];
}

/** An empty value clears: that is what `replace` with null, "" or [] means (RFC 7643 §2.5). */
function setOrRemove(path: PatchPath, value: unknown): PatchOperation {
  return value === undefined ? { op: 'remove', path } : { op: 'replace', path, value };
}

function readSingleOrNothing(value: unknown, attribute: Attribute, path: string): unknown {
  const one = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value; // leniency: arrayOfOne
  return one === undefined || one === null || one === '' ? undefined : readSingle(one, attribute, path);
}

/** Elements under a filter get what the object says; the rest of each stays. */
function merged(path: PatchPath, attribute: Attribute, value: unknown): PatchOperation[] {
  const element = readSingleOrNothing(value, attribute, attribute.name);
  return element === undefined ? [{ op: 'remove', path }] : [{ op: 'replace', path, value: element }];
}

function wholeList(op: 'add' | 'replace', path: PatchPath, attribute: Attribute, value: unknown): PatchOperation[] {
  const elements = readValue(value, attribute);
  if (elements === undefined) return op === 'add' ? [] : [{ op: 'remove', path }];
  return [{ op, path, value: elements }];
}

/** A complex attribute is merged part by part: what the object does not name stays (§3.5.2.3). */
function parts(path: PatchPath, attribute: Attribute, value: unknown): PatchOperation[] {
  if (value === undefined || value === null || value === '') return [{ op: 'remove', path }];
  const bare = typeof value === 'string' && attribute.subAttributes?.has('value'); // leniency: bareValues
  const object: unknown = bare ? { value } : value;
  if (!isObject(object)) throw invalidValue(`${attribute.name} must be an object.`);
  return Object.entries(object).flatMap(([name, each]) => {
    const part = attribute.subAttributes?.get(
      attribute.name === 'manager' && name.toLowerCase() === 'managerid' ? 'value' : name.toLowerCase(),
    );
    if (!part || part.mutability === 'readOnly') return [];
    return [setOrRemove({ ...path, subAttribute: part.name }, readValue(each, part, `${attribute.name}.${part.name}`))];
  });
}

/** leniency: removeWithValues (Entra names the elements to remove in the value) */
function removal(
  path: PatchPath,
  attribute: Attribute,
  subAttribute: Attribute | undefined,
  value: unknown,
): PatchOperation[] {
  const takesList = attribute.multiValued && !subAttribute && !path.valueFilter;
  const values = takesList && value !== undefined && value !== null && value !== '' ? valuesOf(value) : [];
  if (values.length === 0)
    return Array.isArray(value) && value.length === 0 && takesList ? [] : [{ op: 'remove', path }];
  const of = values.map((each): Filter => ({
    kind: 'compare',
    path: { attribute: 'value' },
    operator: 'eq',
    value: each,
  }));
  const valueFilter: Filter = of.length === 1 && of[0] ? of[0] : { kind: 'or', of };
  return [{ op: 'remove', path: { ...path, valueFilter } }];
}

function valuesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((each: unknown) => {
    const text = isObject(each) ? member(each, 'value') : each;
    if (typeof text !== 'string') throw invalidValue('A value to remove must be an object with "value".');
    return text;
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of a message by its name in any case. */
function member(object: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const key = Object.keys(object).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}
