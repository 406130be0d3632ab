import { ValidateBy } from 'class-validator';
import { isObject } from './values/is-object.js';

/** How a single attribute may be compared. */
export const comparisons = [
  'equals',
  'not-equals',
  'contains',
  'starts-with',
  'ends-with',
  'greater',
  'greater-or-equal',
  'less',
  'less-or-equal',
] as const;
export type Comparison = (typeof comparisons)[number];

/** Texts that stand around the value of an attribute before it is compared: an address around an id. */
export interface Frame {
  readonly before: string;
  readonly after: string;
}

/**
 * A filter in domain terms: a neutral tree, never the text of a protocol. Attributes are dotted paths of the domain
 * (`userName`, `emails.value`, `name.familyName`, `enterprise.department`); inside `where` and `some`, paths are
 * relative to one element.
 */
export type Filter =
  /** `and` of nothing is true, `or` of nothing is false. */
  | { readonly is: 'and'; readonly of: readonly Filter[] }
  | { readonly is: 'or'; readonly of: readonly Filter[] }
  | { readonly is: 'not'; readonly of: Filter }
  | {
      readonly is: Comparison;
      readonly attribute: string;
      readonly value: string | number | boolean | null;
      readonly within?: Frame;
    }
  | { readonly is: 'present'; readonly attribute: string }
  /** The attribute has one of these values, which are compared exactly. */
  | { readonly is: 'one-of'; readonly attribute: string; readonly values: readonly string[] }
  /**
   * One element of a multi-valued attribute fulfils the whole filter, as in `emails[type eq "work" and primary eq
   * true]`.
   */
  | { readonly is: 'some'; readonly attribute: string; readonly where: Filter };

/** What every filter fulfils, and what none does. */
export const everything: Filter = { is: 'and', of: [] };
export const nothing: Filter = { is: 'or', of: [] };

/** How large a filter may be that one service asks of another. */
export const filterLimits = {
  /** Levels of conditions within conditions. */
  depth: 16,
  /** Conditions and their joints, all together. */
  nodes: 1_000,
  /** Characters of a value; an edge takes fewer. */
  text: 4_000,
  /** Values of all `one-of`, together. */
  values: 150_000,
} as const;

/** Whether a JSON value is a filter within the limits. */
export function isFilter(value: unknown): value is Filter {
  const left = { nodes: filterLimits.nodes, values: filterLimits.values };
  return isNode(value, filterLimits.depth, left);
}

interface Left {
  nodes: number;
  values: number;
}

function isNode(node: unknown, depth: number, left: Left): boolean {
  left.nodes -= 1;
  if (!isObject(node) || depth === 0 || left.nodes < 0) return false;
  const { is, of } = node;
  if (is === 'and' || is === 'or') return Array.isArray(of) && of.every((each) => isNode(each, depth - 1, left));
  if (is === 'not') return isNode(of, depth - 1, left);
  if (!isText(node['attribute'])) return false;
  if (is === 'present') return true;
  if (is === 'some') return isNode(node['where'], depth - 1, left);
  if (is === 'one-of') return areValues(node['values'], left);
  return (comparisons as readonly unknown[]).includes(is) && isScalar(node['value']) && isFrame(node['within']);
}

function areValues(values: unknown, left: Left): boolean {
  if (!Array.isArray(values)) return false;
  left.values -= values.length;
  return left.values >= 0 && values.every(isText);
}

const isText = (value: unknown) => typeof value === 'string' && value.length <= filterLimits.text;
const isScalar = (value: unknown) =>
  value === null || typeof value === 'boolean' || Number.isFinite(value) || isText(value);
const isFrame = (value: unknown) =>
  value === undefined || (isObject(value) && isText(value['before']) && isText(value['after']));

export const isFilterName = 'isFilter';

/** A filter within the limits. */
export function IsFilter(): PropertyDecorator {
  return ValidateBy({
    name: isFilterName,
    validator: { validate: isFilter, defaultMessage: () => '$property must be a filter within the limits' },
  });
}
