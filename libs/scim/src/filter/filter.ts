import type { AttributePath } from '../schemas/attribute-path.js';

/** Comparison operators of RFC 7644 §3.4.2.2, table 3. */
export const compareOperators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type CompareOperator = (typeof compareOperators)[number];

export function isCompareOperator(text: string): text is CompareOperator {
  return (compareOperators as readonly string[]).includes(text);
}

/** A parsed filter as a tree. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: CompareOperator;
      readonly value: string | number | boolean | null;
      /** Of a number as it was parsed, where that says less than was written: a key of many digits. */
      readonly written?: string;
    }
  | { readonly kind: 'present'; readonly path: AttributePath }
  /** One element of a multi-valued attribute fulfils the filter, whose paths are relative to the element. */
  | { readonly kind: 'valuePath'; readonly path: AttributePath; readonly filter: Filter };

/** The number of comparisons in a filter. */
export function conditionsIn(filter: Filter): number {
  if (filter.kind === 'not') return conditionsIn(filter.of);
  if ('of' in filter) return filter.of.reduce((sum, part) => sum + conditionsIn(part), 0);
  return filter.kind === 'valuePath' ? conditionsIn(filter.filter) : 1;
}
