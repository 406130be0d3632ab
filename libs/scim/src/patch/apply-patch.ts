import { noTarget } from '../errors/refusals.js';
import type { Filter } from '../filter/filter.js';
import { matchesElement, type EqualityKeys } from '../filter/matches-filter.js';
import type { Attribute, Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { PatchOperation } from './patch-operation.js';

type Tree = Readonly<Record<string, unknown>>;

/**
 * Applies operations to a resource as RFC 7644 §3.5.2 says. The reference for tests/properties: production applies
 * operations in another place, and must give the same result. Pure; returns the same object when nothing changes.
 * @param keys by which texts of elements are the same where the server takes more for the same than the schema
 * @throws ScimError noTarget where an element would have to be made from a filter that names no values
 */
export function applyPatch<T extends object>(
  resource: T,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
  keys: EqualityKeys = {},
): T {
  const applied = (tree: Tree, operation: PatchOperation) => apply(tree, operation, schema, keys);
  const after = operations.reduce<Tree>(applied, resource as object as Tree);
  return onceEach(after, operations, schema, keys) as T; // same shape, other values
}

/** Elements that were changed one by one may have become the same, which is shown once (RFC 7643 §2.4). */
function onceEach(tree: Tree, operations: readonly PatchOperation[], schema: ResourceSchema, keys: EqualityKeys): Tree {
  const changed = operations.filter(({ op, path: { schema: urn, valueFilter, subAttribute } }) => {
    const isOfElements = subAttribute !== undefined || (op !== 'remove' && valueFilter !== undefined);
    return urn === undefined && isOfElements;
  });
  const names = new Set(changed.map(({ path }) => path.attribute));
  const lists = [...names].filter((name) => schema.attributes.get(name.toLowerCase())?.multiValued);
  return lists.reduce((all, name) => {
    const elements = elementsAt(all, name);
    return written(all, name, elements.length < 2 ? all[name] : equalOnce(elements, name, keys));
  }, tree);
}

function equalOnce(elements: readonly Tree[], attribute: string, keys: EqualityKeys): readonly Tree[] {
  return elements.reduce<readonly Tree[]>((kept, each) => {
    const at = kept.findIndex((other) => holds(other, each, attribute, keys) && holds(each, other, attribute, keys));
    if (at < 0) return [...kept, each];
    return each['primary'] === true ? kept.map((other, i) => (i === at ? { ...other, primary: true } : other)) : kept;
  }, []);
}

function apply(tree: Tree, operation: PatchOperation, schema: ResourceSchema, keys: EqualityKeys): Tree {
  const { schema: urn } = operation.path;
  if (urn === undefined) return applyIn(tree, operation, schema.attributes, keys);
  const attributes = schema.extensions.get(urn.toLowerCase())?.attributes ?? new Map();
  const extension = filled(applyIn(treeAt(tree, urn), operation, attributes, keys));
  return withSchema(written(tree, urn, extension), urn, extension !== undefined);
}

/** Keeps `schemas` true: it names exactly the extensions whose attributes are present (RFC 7643 §3). */
function withSchema(tree: Tree, urn: string, isPresent: boolean): Tree {
  const schemas = (tree['schemas'] ?? []) as readonly string[]; // every resource has them
  if (schemas.includes(urn) === isPresent) return tree;
  return { ...tree, schemas: isPresent ? [...schemas, urn] : schemas.filter((each) => each !== urn) };
}

/** Applies an operation to `tree`, which holds the attribute: the resource, or the object of an extension. */
function applyIn(tree: Tree, operation: PatchOperation, attributes: Attributes, keys: EqualityKeys): Tree {
  const { attribute: name, subAttribute } = operation.path;
  const attribute = attributes.get(name.toLowerCase());
  const value = operation.op === 'remove' ? undefined : operation.value;
  if (attribute?.multiValued) {
    const after = elementsAfter(elementsAt(tree, name), operation, attribute, keys);
    return written(tree, name, after.length > 0 ? after : undefined);
  }
  if (subAttribute === undefined) return written(tree, name, value);
  return written(tree, name, filled(written(treeAt(tree, name), subAttribute, value)));
}

function elementsAfter(
  held: readonly Tree[],
  operation: PatchOperation,
  attribute: Attribute,
  keys: EqualityKeys,
): readonly Tree[] {
  const { valueFilter, subAttribute } = operation.path;
  const isMeant = (element: Tree) => valueFilter === undefined || matchesElement(valueFilter, element, attribute, keys);
  if (operation.op === 'remove') {
    if (subAttribute === undefined) return held.filter((element) => !isMeant(element));
    return held
      .map((each) => (isMeant(each) ? written(each, subAttribute, undefined) : each))
      .filter((each) => filled(each) !== undefined);
  }
  const { op, value } = operation;
  if (valueFilter === undefined && subAttribute === undefined)
    return added(op === 'add' ? held : [], value as readonly Tree[], attribute.name, keys); // a list of elements: see PatchOperation
  const change = (subAttribute === undefined ? value : { [subAttribute]: value }) as Tree; // an object: see PatchOperation
  const first = held.findIndex(isMeant);
  if (first >= 0) {
    const merged = held.map((element) => (isMeant(element) ? mergedWith(element, change) : element));
    return withOnePrimary(merged, first, change);
  }
  const made = equalities(valueFilter);
  if (operation.existingOnly || !isMeant(made))
    throw noTarget('No value fulfils the filter of the path, and none can be made from it.');
  return withOnePrimary([...held, { ...made, ...change }], held.length, { ...made, ...change });
}

/**
 * Adds elements. One that exists already is not added again (RFC 7644 §3.5.2.1): an existing element holds all values
 * of the new one, not counting `primary`.
 */
function added(held: readonly Tree[], values: readonly Tree[], attribute: string, keys: EqualityKeys): readonly Tree[] {
  return values.reduce((elements, value) => {
    const at = elements.findIndex((each) => holds(each, value, attribute, keys));
    if (at < 0) return withOnePrimary([...elements, value], elements.length, value);
    const marked = elements.map((each, i) =>
      i === at && value['primary'] === true ? mergedWith(each, { primary: true }) : each,
    );
    return withOnePrimary(marked, at, value);
  }, held);
}

function holds(element: Tree, value: Tree, attribute: string, keys: EqualityKeys): boolean {
  const folded = (name: string, part: unknown) =>
    typeof part === 'string' ? (keys[`${attribute}.${name}`]?.(part) ?? part) : part;
  return Object.entries(value).every(
    ([name, part]) => name === 'primary' || same(folded(name, element[name]), folded(name, part)),
  );
}

/** A new primary element replaces the old one as primary (RFC 7644 §3.5.2). */
function withOnePrimary(elements: readonly Tree[], at: number, value: Tree): readonly Tree[] {
  if (value['primary'] !== true) return elements;
  return elements.map((each, i) => (i !== at && each['primary'] === true ? { ...each, primary: false } : each));
}

/**
 * The values that a new element needs to fulfil the filter: Entra sets values under filters that no element fulfils yet
 * (leniency: elementFromFilter).
 */
function equalities(filter: Filter | undefined): Tree {
  if (filter?.kind === 'compare' && filter.operator === 'eq')
    return filter.value === null ? {} : { [filter.path.attribute]: filter.value };
  if (filter?.kind === 'and') return Object.assign({}, ...filter.of.map(equalities)) as Tree; // built from trees
  return {};
}

function mergedWith(element: Tree, change: Tree): Tree {
  return Object.entries(change).reduce((result, [name, value]) => written(result, name, value), element);
}

/** Returns the same tree when nothing changes. */
function written(tree: Tree, name: string, value: unknown): Tree {
  if (same(tree[name], value)) return tree;
  if (value !== undefined) return { ...tree, [name]: value };
  const { [name]: _, ...rest } = tree;
  return rest;
}

function filled(tree: Tree): Tree | undefined {
  return Object.keys(tree).length > 0 ? tree : undefined;
}

function treeAt(tree: Tree, name: string): Tree {
  return (tree[name] ?? {}) as Tree; // complex attributes and extensions are objects
}

function elementsAt(tree: Tree, name: string): readonly Tree[] {
  return (tree[name] ?? []) as readonly Tree[]; // multi-valued attributes are lists
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const keys = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) => same((one as Tree)[key], (other as Tree)[key]))
  );
}
