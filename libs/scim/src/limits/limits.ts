/** Limits of one request. What exceeds them gets a ScimError instead of a slow answer. */
export const limits = {
  /** Characters of a filter. */
  filterLength: 2_000,
  /** Depth of a filter's tree. */
  filterDepth: 10,
  /** Nesting of JSON values, and of parentheses in a filter. */
  nesting: 32,
  /** Operations in one PATCH. */
  patchOperations: 1_000,
  /** Resources on a page when the client does not say. */
  pageSize: 100,
  maxPageSize: 1_000,
} as const;
