import { isObject, profilePaths, Refusal, type Filter, type UserChange } from '@rollcall/contracts';
import { same } from './changed-attributes.js';
import { fulfils } from './filter.js';
import { repeatable } from '../storable-text.js';

/** A user as one tree of attributes, in which dotted paths of partial changes can be resolved. */
export type UserTree = Readonly<Record<string, unknown>>;

type Element = Readonly<Record<string, unknown>>;

const isMultiValued = (path: string) => profilePaths.get(path)?.holds === 'elements';
const isComplex = (path: string) => profilePaths.get(path)?.holds === 'parts';

/**
 * Applies partial changes in order and returns the new tree; the given tree stays unchanged. Adding a value that is
 * already there has no effect.
 * @throws Refusal attribute-invalid, no-target
 */
export function applyChanges(tree: UserTree, changes: readonly UserChange[]): UserTree {
  return changes.reduce((result, change) => kinds[change.change](result, change), tree);
}

const kinds: Readonly<Record<UserChange['change'], (tree: UserTree, change: UserChange) => UserTree>> = {
  set: (tree, { attribute, value }) => set(tree, attribute, value),
  clear: (tree, { attribute }) => written(tree, attribute.split('.'), undefined),
  'add-values': (tree, { attribute, value }) => ({
    ...tree,
    [attribute]: added(elementsAt(tree, attribute), asElements(attribute, value)),
  }),
  'change-values': (tree, { attribute, value, where }) => ({
    ...tree,
    [attribute]: changed(elementsAt(tree, attribute), where, asElement(attribute, value), attribute),
  }),
  'remove-values': (tree, { attribute, where, subAttribute }) => ({
    ...tree,
    [attribute]: remaining(elementsAt(tree, attribute), where, subAttribute),
  }),
};

function set(tree: UserTree, attribute: string, value: unknown): UserTree {
  const path = attribute.split('.');
  if (value === null || value === undefined) return written(tree, path, undefined);
  if (isMultiValued(attribute)) return written(tree, path, added([], asElements(attribute, value)));
  if (!isComplex(attribute)) return written(tree, path, value);
  const parts = Object.entries(asElement(attribute, value));
  return parts.reduce((result, [name, part]) => set(result, `${attribute}.${name}`, part), tree);
}

/** The tree with another value at the end of the path; undefined removes the value. */
function written(tree: UserTree, [name = '', ...rest]: readonly string[], value: unknown): UserTree {
  if (rest.length === 0) return withOrWithout(tree, name, value);
  const held = Object.hasOwn(tree, name) ? tree[name] : undefined;
  if (!isObject(held) && value === undefined) return tree;
  return withOrWithout(tree, name, written(isObject(held) ? held : {}, rest, value));
}

/** The tree with this value under the name; undefined leaves the name out. */
function withOrWithout(tree: UserTree, name: string, value: unknown): UserTree {
  const { [name]: _, ...rest } = tree;
  return value === undefined ? rest : { ...rest, [name]: value };
}

function elementsAt(tree: UserTree, attribute: string): readonly Element[] {
  if (!isMultiValued(attribute)) throw invalid(attribute, 'it has no list of values');
  return (tree[attribute] as Element[] | undefined) ?? [];
}

/**
 * Leaves out values that are already there (RFC 7644 §3.5.2.1). An added element is already there if an existing one
 * has all its attributes with equal values; `primary` is not compared.
 */
function added(held: readonly Element[], values: readonly Element[]): readonly Element[] {
  return values.reduce((elements, value) => {
    const at = elements.findIndex((each) => holds(each, value));
    if (at < 0) return withOnePrimary([...elements, value], elements.length, value);
    const marked = value.primary === true ? elements.with(at, { ...elements[at], primary: true }) : elements;
    return withOnePrimary(marked, at, value);
  }, held);
}

function holds(element: Element, value: Element): boolean {
  return Object.entries(value).every(([name, part]) => name === 'primary' || same(element[name], part));
}

/** Makes a new primary element the only primary one. */
function withOnePrimary(elements: readonly Element[], at: number, value: Element): readonly Element[] {
  if (value.primary !== true) return elements;
  return elements.map((each, place) => (place !== at && each.primary === true ? { ...each, primary: false } : each));
}

function changed(
  held: readonly Element[],
  where: Filter | undefined,
  value: Element,
  attribute: string,
): readonly Element[] {
  const first = held.findIndex((each) => isMeant(each, where));
  if (first >= 0) {
    const merged = held.map((each) => (isMeant(each, where) ? { ...each, ...value } : each));
    return withOnePrimary(merged, first, value);
  }
  const made = equalities(where);
  if (!isMeant(made, where)) throw new Refusal('no-target', { attribute, where: where?.is ?? '' });
  const element = { ...made, ...value };
  return withOnePrimary([...held, element], held.length, element);
}

function remaining(
  held: readonly Element[],
  where: Filter | undefined,
  subAttribute: string | undefined,
): readonly Element[] {
  if (subAttribute === undefined) return held.filter((each) => !isMeant(each, where));
  return held.flatMap((each) => {
    if (!isMeant(each, where)) return [each];
    const rest = withOrWithout(each, subAttribute, undefined);
    return Object.keys(rest).length > 0 ? [rest] : []; // an element without attributes is absent (RFC 7643 §2.5)
  });
}

function isMeant(element: Element, where: Filter | undefined): boolean {
  return where === undefined || fulfils(where, element);
}

/**
 * The attributes that a new element must have to match a filter: Entra sets values under filters that no element
 * matches yet.
 */
function equalities(where: Filter | undefined): Element {
  if (where?.is === 'equals')
    return where.value === null ? {} : { [where.attribute]: asFlag(where.attribute, where.value) };
  if (where?.is === 'and') return Object.assign({}, ...where.of.map(equalities)) as Element; // built from elements
  return {};
}

/** Entra writes booleans in filters as text: `[primary eq "True"]`. */
function asFlag(attribute: string, value: unknown): unknown {
  return attribute === 'primary' ? String(value).toLowerCase() === 'true' : value;
}

function asElements(attribute: string, value: unknown): readonly Element[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((each) => asElement(attribute, each));
}

function asElement(attribute: string, value: unknown): Element {
  if (!isObject(value)) throw invalid(attribute, 'an object is expected');
  return value;
}

function invalid(attribute: string, problem: string): Refusal {
  return new Refusal('attribute-invalid', { attribute: repeatable(attribute), problem });
}
