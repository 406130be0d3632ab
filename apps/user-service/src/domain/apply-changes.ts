import { Refusal, type Filter, type UserChange } from '@rollcall/contracts';
import { same } from './changed-attributes.js';
import { fulfils } from './filter.js';

/** A user as one tree of attributes, which a partial change may reach by dotted paths. */
export type UserTree = Readonly<Record<string, unknown>>;

type Tree = Record<string, unknown>;
type Element = Record<string, unknown>;

const multiValued = new Set(['emails', 'phoneNumbers', 'addresses']);
const structured = new Set(['name', 'enterprise', 'enterprise.manager']);

/**
 * Applies partial changes in order and gives the tree that results; the given one stays as it is.
 * @throws Refusal attribute-invalid, no-target
 */
export function applyChanges(tree: UserTree, changes: readonly UserChange[]): UserTree {
  const copy = structuredClone(tree) as Tree;
  for (const change of changes) apply(copy, change);
  return copy;
}

function apply(tree: Tree, { change, attribute, value, where, subAttribute }: UserChange): void {
  switch (change) {
    case 'set':
      return set(tree, attribute, value);
    case 'clear':
      return clear(tree, attribute);
    case 'add-values':
      return write(tree, attribute, added(elementsAt(tree, attribute), asElements(attribute, value)));
    case 'change-values':
      return write(tree, attribute, changedElements(elementsAt(tree, attribute), where, asElement(attribute, value)));
    case 'remove-values':
      return write(tree, attribute, remaining(elementsAt(tree, attribute), where, subAttribute));
  }
}

function set(tree: Tree, attribute: string, value: unknown): void {
  if (multiValued.has(attribute)) return write(tree, attribute, onePrimary([], asElements(attribute, value)));
  if (!structured.has(attribute)) return write(tree, attribute, value);
  if (!isElement(value)) throw new Refusal('attribute-invalid', { attribute, problem: 'an object is expected' });
  for (const [name, part] of Object.entries(value)) set(tree, `${attribute}.${name}`, part);
}

function clear(tree: Tree, attribute: string): void {
  const { parent, name } = place(tree, attribute);
  delete parent[name];
}

function write(tree: Tree, attribute: string, value: unknown): void {
  const { parent, name } = place(tree, attribute);
  if (value === undefined || value === null) delete parent[name];
  else parent[name] = value;
}

/** Where a dotted path ends; what is missing on the way is made. */
function place(tree: Tree, attribute: string): { parent: Tree; name: string } {
  const path = attribute.split('.');
  const name = path.pop() ?? attribute;
  let parent = tree;
  for (const step of path) {
    const next = Object.hasOwn(parent, step) ? parent[step] : undefined;
    if (!isElement(next)) parent[step] = {};
    parent = parent[step] as Tree; // just made where it was no object
  }
  return { parent, name };
}

function elementsAt(tree: Tree, attribute: string): Element[] {
  if (!multiValued.has(attribute))
    throw new Refusal('attribute-invalid', { attribute, problem: 'it has no list of values' });
  return ((Object.hasOwn(tree, attribute) ? tree[attribute] : undefined) as Element[] | undefined) ?? [];
}

/** What is there already is not added again; a new primary value takes the place of the old one (RFC 7644 §3.5.2.1). */
function added(held: Element[], values: Element[]): Element[] {
  const fresh = values.filter((value) => !held.some((each) => same(each, value)));
  return onePrimary(held, fresh);
}

function onePrimary(held: Element[], fresh: Element[]): Element[] {
  if (!fresh.some((each) => each.primary === true)) return [...held, ...fresh];
  return [...held.map((each) => (each.primary === true ? { ...each, primary: false } : each)), ...fresh];
}

function changedElements(held: Element[], where: Filter | undefined, value: Element): Element[] {
  const hit = (each: Element) => where === undefined || fulfils(where, each);
  if (!held.some(hit)) return onePrimary(held, [{ ...equalities(where), ...value }]);
  const chosen = held.findIndex(hit);
  return held.map((each, at) => {
    if (hit(each)) return { ...each, ...value };
    return value.primary === true && at !== chosen && each.primary === true ? { ...each, primary: false } : each;
  });
}

function remaining(held: Element[], where: Filter | undefined, subAttribute: string | undefined): Element[] {
  const hit = (each: Element) => where === undefined || fulfils(where, each);
  if (subAttribute === undefined) return held.filter((each) => !hit(each));
  return held.map((each) => {
    if (!hit(each)) return each;
    const { [subAttribute]: _, ...rest } = each;
    return rest;
  });
}

/** What a new element must hold so that it fulfils a filter: Entra sets values under filters that nothing fulfils yet. */
function equalities(where: Filter | undefined): Element {
  if (where?.is === 'equals') return { [where.attribute]: asBoolean(where.attribute, where.value) };
  if (where?.is === 'and') return Object.assign({}, ...where.of.map(equalities)) as Element; // built from elements
  if (where === undefined) return {};
  throw new Refusal('no-target', { where: where.is });
}

function asBoolean(attribute: string, value: unknown): unknown {
  return attribute === 'primary' ? String(value).toLowerCase() === 'true' : value;
}

function asElements(attribute: string, value: unknown): Element[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((each) => asElement(attribute, each));
}

function asElement(attribute: string, value: unknown): Element {
  if (!isElement(value)) throw new Refusal('attribute-invalid', { attribute, problem: 'an object is expected' });
  return value;
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
