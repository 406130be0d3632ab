import { matchesElement } from '../filter/matches-filter.js';
import type { Filter } from '../filter/filter.js';
import { noTarget } from '../errors/refusals.js';
import type { Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { PatchOperation, PatchPath } from './patch-operation.js';

type Tree = Record<string, unknown>;
type Element = Record<string, unknown>;

/**
 * What RFC 7644 §3.5.2 says becomes of a resource: the reference for those who apply operations elsewhere. Pure; the same object comes back
 * when nothing changes.
 * @throws ScimError noTarget where an element would have to be made from a filter that names no values
 */
export function applyPatch<T extends object>(
  resource: T,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
): T {
  const copy = structuredClone(resource) as Tree;
  for (const operation of operations) apply(copy, operation, schema);
  return JSON.stringify(copy) === JSON.stringify(resource) ? resource : (copy as T); // the same attributes, other values
}

function apply(tree: Tree, operation: PatchOperation, schema: ResourceSchema): void {
  const { path } = operation;
  const parent = parentOf(tree, path);
  const attributes =
    path.schema === undefined ? schema.attributes : schema.extensions.get(path.schema.toLowerCase())?.attributes;
  const attribute = attributes?.get(path.attribute.toLowerCase());
  if (attribute?.multiValued)
    write(
      parent,
      path.attribute,
      elementsAfter(elementsOf(parent, path.attribute), operation, attribute.subAttributes),
    );
  else if (path.subAttribute !== undefined) {
    const whole = { ...(parent[path.attribute] as Tree | undefined) };
    write(whole, path.subAttribute, operation.op === 'remove' ? undefined : operation.value);
    write(parent, path.attribute, Object.keys(whole).length > 0 ? whole : undefined);
  } else write(parent, path.attribute, operation.op === 'remove' ? undefined : operation.value);
  if (path.schema !== undefined && Object.keys(parent).length === 0) delete tree[path.schema];
}

function parentOf(tree: Tree, { schema }: PatchPath): Tree {
  if (schema === undefined) return tree;
  return (tree[schema] ??= {}) as Tree; // an extension is an object
}

function elementsOf(parent: Tree, name: string): Element[] {
  return Object.hasOwn(parent, name) ? (parent[name] as Element[]) : [];
}

function write(parent: Tree, name: string, value: unknown): void {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) delete parent[name];
  else parent[name] = value;
}

function elementsAfter(held: Element[], operation: PatchOperation, subAttributes: Attributes | undefined): Element[] {
  const { path } = operation;
  const { valueFilter, subAttribute } = path;
  const hit = (each: Element) => !valueFilter || matchesElement(valueFilter, each, subAttributes ?? new Map());
  if (operation.op === 'remove') {
    if (subAttribute === undefined) return held.filter((each) => !hit(each));
    return held.map((each) => (hit(each) ? without(each, subAttribute) : each));
  }
  const { op, value } = operation;
  if (!valueFilter && subAttribute === undefined)
    return op === 'add' ? added(held, value as Element[]) : added([], value as Element[]);
  const change = subAttribute === undefined ? (value as Element) : { [subAttribute]: value };
  if (!held.some(hit)) return added(held, [{ ...equalities(valueFilter), ...change }]);
  return onePrimary(
    held.map((each) => (hit(each) ? { ...each, ...change } : each)),
    change.primary === true ? held.findIndex(hit) : -1,
  );
}

/** What is there already is not added again; a new primary element takes that place from the old one. */
function added(held: Element[], values: Element[]): Element[] {
  const fresh = values.filter((value) => !held.some((each) => sameElement(each, value)));
  const all = [...held, ...fresh];
  const primary = all.findLastIndex((each, at) => at >= held.length && each.primary === true);
  return onePrimary(all, primary);
}

function onePrimary(elements: Element[], primary: number): Element[] {
  if (primary < 0) return elements;
  return elements.map((each, at) => (at !== primary && each.primary === true ? { ...each, primary: false } : each));
}

function sameElement(one: Element, other: Element): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function without(element: Element, name: string): Element {
  const { [name]: _, ...rest } = element;
  return rest;
}

function equalities(filter: Filter | undefined): Element {
  if (!filter) return {};
  if (filter.kind === 'compare' && filter.operator === 'eq') return { [filter.path.attribute]: filter.value };
  if (filter.kind === 'and') return Object.assign({}, ...filter.of.map(equalities)) as Element; // built from elements
  throw noTarget('No value fulfils the filter of the path, and none can be made from it.');
}
