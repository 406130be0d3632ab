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

/**
 * A filter in domain terms: a neutral tree, never the text of a protocol. Attributes are dotted paths of the domain
 * (`userName`, `emails.value`, `name.familyName`, `enterprise.department`); inside `where` and `some`, paths are
 * relative to one element.
 */
export type Filter =
  | { readonly is: 'and'; readonly of: readonly Filter[] }
  | { readonly is: 'or'; readonly of: readonly Filter[] }
  | { readonly is: 'not'; readonly of: Filter }
  | { readonly is: Comparison; readonly attribute: string; readonly value: string | number | boolean | null }
  | { readonly is: 'present'; readonly attribute: string }
  /**
   * One element of a multi-valued attribute fulfils the whole filter, as in `emails[type eq "work" and primary eq
   * true]`.
   */
  | { readonly is: 'some'; readonly attribute: string; readonly where: Filter };
