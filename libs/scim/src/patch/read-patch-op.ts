import { invalidSyntax, invalidValue, noTarget } from '../errors/refusals.js';
import { limits } from '../limits/limits.js';
import { PatchBudget } from '../limits/patch-budget.js';
import { isObject } from '../resource/is-object.js';
import { parsePath, resolvePath } from '../schemas/attribute-path.js';
import type { Attribute, ResourceSchema } from '../schemas/resource-schema.js';
import { member } from './member.js';
import { normalised, type Op } from './normalised.js';
import { checkId, readPatchPath, type ResolvedPatchPath } from './patch-path.js';
import type { PatchOperation } from './patch-operation.js';

/**
 * Reads the body of a PATCH (RFC 7644 §3.5.2) into normalised operations: see `PatchOperation`. Operations on unknown
 * and read-only attributes are left out, so the list may be empty.
 * @param of `id`: the resource that is patched, since a value may contain its id, unchanged; `together`: what
 *   this PATCH and others may ask for, all together
 * @throws ScimError invalidSyntax, invalidPath, invalidFilter, invalidValue, mutability, noTarget
 */
export function readPatchOp(
  body: unknown,
  schema: ResourceSchema,
  of: { readonly id?: string; readonly together?: PatchBudget | undefined } = {},
): PatchOperation[] {
  const budget = PatchBudget.ofOnePatch();
  return operationsOf(body).flatMap((operation, at) => {
    const read = readOperation(operation, at, schema, of.id);
    budget.spend(read);
    of.together?.spend(read);
    return read;
  });
}

/** leniency: messageSchemas */
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
  if (resolved?.attribute.name === 'id' && op !== 'remove') checkId(value, id);
  return resolved ? normalised(op, resolved, value) : []; // leniency: unknownPaths
}

/** leniency: opInAnyCase */
function opOf(op: unknown, at: number): Op {
  const text = typeof op === 'string' ? op.toLowerCase() : '';
  if (text === 'add' || text === 'replace' || text === 'remove') return text;
  throw invalidSyntax(`The "op" of operation ${at + 1} must be add, replace or remove.`);
}

/** An operation without path: its value object names the attributes, one operation each (RFC 7644 §3.5.2.1). */
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

/**
 * Resolves a key of a value object: a plain name, or a path as Entra writes it. A key that is no path counts as an
 * unknown attribute.
 */
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
  if (value === null || value === '')
    return removeAll(urn, [...(schema.extensions.get(urn.toLowerCase())?.attributes.values() ?? [])]);
  if (!isObject(value)) throw invalidValue(`${urn} must be an object.`);
  return Object.entries(value).flatMap(([name, each]) => {
    const parsed = parsePath(name); // `schemas` and other keys that the extension does not have are ignored
    const resolved = parsed && resolvePath({ ...parsed, schema: urn }, schema);
    return resolved ? normalised(op, resolved, each) : [];
  });
}

function removeAll(schema: string, attributes: readonly Attribute[]): PatchOperation[] {
  return attributes.map(({ name }) => ({ op: 'remove', path: { schema, attribute: name } }));
}
