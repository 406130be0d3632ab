import { isObject, profilePaths, Refusal, type Filter, type UserChange } from '@rollcall/contracts';
import { userNameKey } from '../user/user-name-key.js';
import { same } from './changed-attributes.js';
import { ComparisonBudget } from './comparison-budget.js';
import { predicateOf, type Predicate, type WorkMeter } from './filter.js';
import { repeatable } from '../storable-text.js';
import type { Profile } from './profile.js';

/** A user as one tree of attributes, in which dotted paths of partial changes can be resolved. */
export type UserTree = Readonly<Record<string, unknown>>;

type Element = Readonly<Record<string, unknown>>;

const isMultiValued = (path: string) => profilePaths.get(path)?.holds === 'elements';
const isComplex = (path: string) => profilePaths.get(path)?.holds === 'parts';
const outsideProfile = new Set(['userName', 'externalId', 'userType', 'active']);
const isKnown = (path: string) => profilePaths.has(path) || outsideProfile.has(path);

/**
 * Applies partial changes in order and returns the new tree; the given tree stays unchanged. Adding a value that is
 * already there has no effect; attributes that are not known are left out. Each change costs as much as it brings, and
 * at most one look at each element of one list.
 * @param meter counts what filters compare
 * @throws Refusal attribute-invalid, no-target
 */
export function applyChanges(
  tree: UserTree,
  changes: readonly UserChange[],
  meter: WorkMeter = new ComparisonBudget(),
): UserTree {
  return changes.reduce((result, change) => kinds[change.change](result, change, meter), tree);
}

const allLists = ['emails', 'phoneNumbers', 'addresses'] as const;

/**
 * A whole profile with its lists as partial changes would make them: no value twice, and of several primary ones the last
 * (RFC 7643 §2.4).
 */
export function withListsAsSet(profile: Profile): Profile {
  const lists = allLists.filter((name) => (profile[name]?.length ?? 0) > 1);
  return lists.reduce<Profile>(
    (all, name) => ({ ...all, [name]: added([], profile[name] as Element[], name) }),
    profile,
  ); // checked by knownProfile
}

/** The profile without elements that the changes have made equal to others: a list has each once (RFC 7643 §2.4). */
export function withEqualOnce(profile: Profile, changes: readonly UserChange[]): Profile {
  const isOfElements = ({ change, subAttribute }: UserChange) =>
    change === 'change-values' || (change === 'remove-values' && subAttribute !== undefined);
  const remade = new Set(changes.filter(isOfElements).map(({ attribute }) => attribute));
  const lists = allLists.filter((name) => remade.has(name) && (profile[name]?.length ?? 0) > 1);
  return lists.reduce<Profile>(
    (all, name) => ({ ...all, [name]: equalOnce(profile[name] as Element[], name) }),
    profile,
  ); // checked by knownProfile
}

function equalOnce(elements: readonly Element[], attribute: string): Element[] {
  const parts = (element: Element) => Object.keys(element).filter((name) => name !== 'primary');
  const kept: Element[] = [];
  for (const each of elements) {
    const names = parts(each);
    const at = kept.findIndex(
      (other) =>
        parts(other).length === names.length && names.every((name) => sameIn(attribute, name, other[name], each[name])),
    );
    if (at < 0) kept.push(each);
    else if (each.primary === true) kept[at] = { ...kept[at], primary: true };
  }
  return kept;
}

type Apply = (tree: UserTree, change: UserChange, meter: WorkMeter) => UserTree;

const kinds: Readonly<Record<UserChange['change'], Apply>> = {
  set: (tree, { attribute, value }) => set(tree, attribute, value),
  clear: (tree, { attribute }) => written(tree, attribute.split('.'), undefined),
  'add-values': (tree, { attribute, value }) => ({
    ...tree,
    [attribute]: added(elementsAt(tree, attribute), asElements(attribute, value), attribute),
  }),
  'change-values': (tree, { attribute, value, where, existingOnly = false }, meter) => ({
    ...tree,
    [attribute]: changed(elementsAt(tree, attribute), where, asElement(attribute, value), {
      attribute,
      meter,
      existingOnly,
    }),
  }),
  'remove-values': (tree, { attribute, where, subAttribute }, meter) => ({
    ...tree,
    [attribute]: remaining(elementsAt(tree, attribute), meant(attribute, where, meter), subAttribute),
  }),
};

function set(tree: UserTree, attribute: string, value: unknown): UserTree {
  if (!isKnown(attribute)) return tree;
  const path = attribute.split('.');
  if (value === null || value === undefined) return written(tree, path, undefined);
  if (isMultiValued(attribute)) return written(tree, path, added([], asElements(attribute, value), attribute));
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
function added(held: readonly Element[], values: readonly Element[], attribute: string): readonly Element[] {
  const elements = [...held];
  for (const value of values) {
    const parts = Object.entries(value).filter(([name]) => name !== 'primary');
    const found = elements.findIndex((each) =>
      parts.every(([name, part]) => sameIn(attribute, name, each[name], part)),
    );
    const at = found < 0 ? elements.length : found;
    if (found < 0) append(elements, value, attribute);
    else if (value.primary === true) elements[at] = { ...elements[at], primary: true };
    if (value.primary === true) demoteOthers(elements, at);
  }
  return elements;
}

/** E-mail addresses are the same in any letter case, as userNames are (rule 1). */
function sameIn(attribute: string, name: string, one: unknown, other: unknown): boolean {
  const areAddresses =
    attribute === 'emails' && name === 'value' && typeof one === 'string' && typeof other === 'string';
  return areAddresses ? userNameKey(one) === userNameKey(other) : same(one, other);
}

/** The maximum is checked with each element: a list that grew first would be compared with itself. */
function append(elements: Element[], element: Element, attribute: string): void {
  const max = maxItemsOf(attribute);
  if (elements.length >= max) throw invalid(attribute, `at most ${max} values are allowed`);
  elements.push(element);
}

function maxItemsOf(attribute: string): number {
  const known = profilePaths.get(attribute);
  return known?.holds === 'elements' ? known.maxItems : 0;
}

/** Makes a new primary element the only primary one. */
function demoteOthers(elements: Element[], at: number): void {
  for (const [place, each] of elements.entries()) {
    if (place !== at && each.primary === true) elements[place] = { ...each, primary: false };
  }
}

interface ElementsOf {
  readonly attribute: string;
  readonly meter: WorkMeter;
  /** Where no element is meant, none is made. */
  readonly existingOnly: boolean;
}

function changed(
  held: readonly Element[],
  where: Filter | undefined,
  value: Element,
  { attribute, meter, existingOnly }: ElementsOf,
): readonly Element[] {
  const isMeant = meant(attribute, where, meter);
  let first = -1;
  const elements = held.map((each, at) => {
    if (!isMeant(each)) return each;
    if (first < 0) first = at;
    return { ...each, ...value };
  });
  if (first >= 0) {
    if (value.primary === true) demoteOthers(elements, first);
    return elements;
  }
  const made = equalities(where);
  if (existingOnly || !isMeant(made)) throw new Refusal('no-target', { attribute, where: where?.is ?? '' });
  const element: Element = { ...made, ...value };
  append(elements, element, attribute);
  if (element.primary === true) demoteOthers(elements, elements.length - 1);
  return elements;
}

function remaining(held: readonly Element[], isMeant: Predicate, subAttribute: string | undefined): readonly Element[] {
  if (subAttribute === undefined) return held.filter((each) => !isMeant(each));
  return held.flatMap((each) => {
    if (!isMeant(each)) return [each];
    const rest = withOrWithout(each, subAttribute, undefined);
    return Object.keys(rest).length > 0 ? [rest] : []; // an element without attributes is absent (RFC 7643 §2.5)
  });
}

function meant(attribute: string, where: Filter | undefined, meter: WorkMeter): Predicate {
  return where === undefined ? () => true : predicateOf(where, meter, attribute);
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
