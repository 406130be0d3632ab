import { invalidPath, invalidSyntax, invalidValue, noTarget } from '../errors/refusals.js';
import { limits } from '../limits/limits.js';
import { PatchBudget } from '../limits/patch-budget.js';
import { grant, type Leniency, type Reading } from '../leniencies/leniency.js';
import { assertSchemas } from '../messages/message-schemas.js';
import { readOrExcuse, refuseOrExcuse, type Excuse } from '../resource/excuse.js';
import { isObject } from '../resource/is-object.js';
import { canonicalPart } from '../resource/read-value.js';
import { assertSaidOnce, saidOnce, writable } from '../resource/said-once.js';
import { parsePath, printPath, resolvePath, withUrn } from '../schemas/attribute-path.js';
import { readBy, type Attribute, type ResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { member } from './member.js';
import { normalised, type Op } from './normalised.js';
import { checkId, readPatchPath, unknown, type ResolvedPatchPath } from './patch-path.js';
import type { PatchOperation } from './patch-operation.js';

/**
 * Reads the body of a PATCH (RFC 7644 §3.5.2) into normalised operations: see `PatchOperation`. Operations on unknown
 * and read-only attributes are left out, so the list may be empty.
 * @param of `id`: the resource that is patched, since a value may contain its id, unchanged; `together`: what
 *   this PATCH and others may ask for, all together; `leniency`: what is taken beyond the standard; `excuse`: takes what
 *   is refused about single attributes
 * @throws ScimError invalidSyntax, invalidPath, invalidFilter, invalidValue, mutability, noTarget
 */
export function readPatchOp(body: unknown, schema: ResourceSchema, of: PatchReading = {}): PatchOperation[] {
  const reading = patchOpReading(body, schema, of);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
  }
}

/** The same, one operation after the other: after each, the caller may yield to the event loop. One takes half a millisecond at most. */
export function* patchOpReading(
  body: unknown,
  schema: ResourceSchema,
  of: PatchReading = {},
): Generator<undefined, PatchOperation[], undefined> {
  const { leniency = 'named', id, excuse } = of;
  const budget = PatchBudget.ofOnePatch();
  const by: By = { schema: readBy(schema, leniency), leniency, id, excuse };
  const operations: PatchOperation[] = [];
  for (const [at, operation] of operationsOf(body, of).entries()) {
    const read = readOperation(operation, at, by);
    budget.spend(read);
    of.together?.spend(read);
    for (const each of read) operations.push(each);
    yield;
  }
  return operations;
}

interface PatchReading extends Reading {
  readonly id?: string;
  readonly together?: PatchBudget | undefined;
  readonly excuse?: Excuse | undefined;
  /** An operation was taken out of the body before: there need be no other one. */
  readonly mayBeEmpty?: boolean;
}

/** What operations are read by. */
interface By {
  readonly excuse: Excuse | undefined;
  readonly schema: ResourceSchema;
  readonly leniency: Leniency;
  /** The id of the resource, where it is known. */
  readonly id: string | undefined;
}

function operationsOf(body: unknown, { leniency = 'named', mayBeEmpty = false }: PatchReading): readonly unknown[] {
  const operations = isObject(body) ? member(body, 'operations') : undefined;
  if (!Array.isArray(operations)) {
    throw invalidSyntax('The body of a PATCH must be a PatchOp message with a list "Operations".');
  }
  if (operations.length > limits.patchOperations) {
    throw invalidValue(
      `The PATCH has ${operations.length} operations; at most ${limits.patchOperations} are taken in one request.`,
    );
  }
  assertSaidOnce(body as object, 'Operations');
  assertSchemas(body, { of: Urns.patchOp }, leniency);
  if (operations.length === 0 && !mayBeEmpty)
    grant(leniency, 'noOperations', () => invalidSyntax('"Operations" is an empty list.'));
  return operations;
}

function readOperation(operation: unknown, at: number, by: By): PatchOperation[] {
  const { schema, leniency, id } = by;
  if (!isObject(operation)) throw invalidSyntax(`Operation ${at + 1} must be an object with "op".`);
  assertSaidOnce(operation, 'op', 'path', 'value');
  const op = opOf(member(operation, 'op'), at, leniency);
  const path = member(operation, 'path');
  const value = member(operation, 'value');
  if (path === undefined || path === null || path === '') return withoutPath(op, value, by);
  if (typeof path !== 'string') throw invalidSyntax(`The path of operation ${at + 1} must be a text.`);
  const urn = path.toLowerCase();
  if (urn === 'schemas') return []; // it follows from what is there
  if (schema.coreUrns.has(urn)) {
    grant(leniency, 'coreUrnAsObject', () => invalidPath('The URN of the core schema alone is no path: leave it out.'));
    return withoutPath(op, value, by);
  }
  const extension = schema.extensions.get(urn);
  if (extension) {
    grant(leniency, 'extensionAsPath', () => invalidPath('The URN of an extension alone is no path.'));
    return op === 'remove'
      ? removeAll(extension.urn, [...extension.attributes.values()])
      : underUrn(op, extension.urn, value, by);
  }
  const resolved = readPatchPath(path, schema, leniency);
  if (resolved?.attribute.name === 'id' && op !== 'remove') checkId(value, id, leniency);
  return resolved ? onAttribute(op, resolved, value, by) : [];
}

/**
 * An operation on one attribute; what is refused about a part of a complex one is excused by itself. One that needs a value and has none is malformed (RFC 7644 §3.5.2.1, §3.5.2.3): nothing excuses it.
 */
function onAttribute(op: Op, resolved: ResolvedPatchPath, value: unknown, { leniency, excuse }: By): PatchOperation[] {
  const { path, attribute, subAttribute } = resolved;
  const reading = (of: unknown) => () => normalised(op, resolved, of, leniency);
  if (op !== 'remove' && value === undefined) return reading(value)();
  const isWhole = attribute.subAttributes !== undefined && !attribute.multiValued && !subAttribute;
  if (!excuse || op === 'remove' || !isWhole || !isObject(value) || Object.keys(value).length === 0)
    return readOrExcuse(excuse, path, reading(value)) ?? [];
  const partOf = (name: string) => writable(attribute.subAttributes?.get(canonicalPart(attribute, name, leniency)));
  const said = saidOnce(Object.entries(value), partOf, (subAttribute, refusal) =>
    refuseOrExcuse(excuse, { ...path, subAttribute }, refusal),
  );
  return said.flatMap(
    ([name, part]) =>
      readOrExcuse(excuse, { ...path, subAttribute: partOf(name) ?? name }, reading({ [name]: part })) ?? [],
  );
}

function opOf(op: unknown, at: number, leniency: Leniency): Op {
  const noOp = () => invalidSyntax(`The "op" of operation ${at + 1} must be add, replace or remove.`);
  const text = typeof op === 'string' ? op.toLowerCase() : '';
  if (text !== 'add' && text !== 'replace' && text !== 'remove') throw noOp();
  if (op !== text) grant(leniency, 'opInAnyCase', noOp);
  return text;
}

/** An operation without path: its value object names the attributes, one operation each (RFC 7644 §3.5.2.1). */
function withoutPath(op: Op, value: unknown, by: By): PatchOperation[] {
  const { schema, leniency, id } = by;
  if (op === 'remove') throw noTarget('A remove operation needs a path that says what to remove.');
  if (Array.isArray(value)) return bareMembers(op, value, by);
  if (!isObject(value)) throw invalidValue('An operation without a path needs an object as its value.');
  return entriesOf(value, by).flatMap(([name, each]) => {
    const lower = name.toLowerCase();
    if (lower === 'id') checkId(each, id, leniency);
    if (lower === 'schemas') return []; // it follows from what is there
    if (schema.coreUrns.has(lower)) {
      grant(leniency, 'coreUrnAsObject', () => invalidValue('Attributes of the core schema need no URN around them.'));
      return withoutPath(op, each, by);
    }
    const extension = schema.extensions.get(lower);
    if (extension) return underUrn(op, extension.urn, each, by);
    const resolved = readKey(name, by);
    return resolved ? onAttribute(op, resolved, each, by) : [];
  });
}

/**
 * What a value object says, by names or paths; what it says twice is excused as a value is.
 * @param urn of the extension that the object is of
 * @throws SaidTwice
 */
function entriesOf(value: object, { schema, excuse }: By, urn?: string): readonly (readonly [string, unknown])[] {
  const pathOf = (name: string) => {
    const parsed = parsePath(name);
    const found =
      parsed && resolvePath(urn === undefined ? withUrn(parsed, schema) : { ...parsed, schema: urn }, schema);
    return found?.attribute.mutability === 'readOnly' ? undefined : found?.path;
  };
  const meaning = (name: string) => {
    const lower = name.toLowerCase();
    if (urn === undefined && schema.coreUrns.has(lower)) return schema.type.schema.id;
    if (urn === undefined && schema.extensions.has(lower)) return schema.extensions.get(lower)?.urn;
    const path = pathOf(name);
    return path && printPath(path);
  };
  return saidOnce(Object.entries(value), meaning, (meant, refusal) => {
    const path = pathOf(meant);
    if (!path) throw refusal;
    refuseOrExcuse(excuse, path, refusal);
  });
}

/**
 * Resolves a key of a value object: a plain name, or a path as Entra writes it. A key that is no path counts as an
 * unknown attribute.
 */
function readKey(name: string, { schema, leniency }: By): ResolvedPatchPath | undefined {
  const parsed = parsePath(name);
  const isPath = name.includes('[') || parsed?.schema !== undefined || parsed?.subAttribute !== undefined;
  if (isPath)
    grant(leniency, 'dottedKeys', () => invalidPath(`"${name.slice(0, 100)}" is a path: give it as the "path".`));
  return isPath || parsed ? readPatchPath(name, schema, leniency) : unknown(name, leniency);
}

/** A list without a path is the list of members. */
function bareMembers(op: Op, value: readonly unknown[], { schema, leniency }: By): PatchOperation[] {
  const members = schema.attributes.get('members');
  if (!members || !value.every((each) => isObject(each) && typeof member(each, 'value') === 'string')) {
    throw invalidValue('An operation without a path needs an object as its value.');
  }
  grant(leniency, 'bareArrays', () => invalidValue('A list needs the path "members".'));
  return normalised(op, { path: { attribute: members.name }, attribute: members }, value, leniency);
}

/** The attributes of an extension, in the object under its URN. */
function underUrn(op: 'add' | 'replace', urn: string, value: unknown, by: By): PatchOperation[] {
  const { schema, leniency } = by;
  if (value === null || value === '')
    return removeAll(urn, [...(schema.extensions.get(urn.toLowerCase())?.attributes.values() ?? [])]);
  if (!isObject(value)) throw invalidValue(`${urn} must be an object.`);
  return entriesOf(value, by, urn).flatMap(([name, each]) => {
    const parsed = parsePath(name); // `schemas` too is a key that the extension does not have
    const resolved = (parsed && resolvePath({ ...parsed, schema: urn }, schema)) ?? unknown(name, leniency);
    return resolved ? onAttribute(op, resolved, each, by) : [];
  });
}

function removeAll(schema: string, attributes: readonly Attribute[]): PatchOperation[] {
  return attributes.map(({ name }) => ({ op: 'remove', path: { schema, attribute: name } }));
}
