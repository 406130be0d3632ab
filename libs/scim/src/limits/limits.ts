/** Limits of one request. What exceeds them gets a ScimError instead of a slow answer. */
export const limits = {
  /** Characters of a filter. */
  filterLength: 2_000,
  /** Depth of a filter's tree. */
  filterDepth: 10,
  /** Conditions of a filter, all together. */
  filterConditions: 100,
  /** Nesting of JSON values, and of parentheses in a filter. */
  nesting: 32,
  /** Characters of one text. */
  text: 8_192,
  /** Operations in one PATCH. */
  patchOperations: 1_000,
  /** Single changes that the operations of one PATCH come to: an object of values is one change per value. */
  patchChanges: 5_000,
  /** Values that the operations of one PATCH bring to lists of a user, all together. */
  patchValues: 1_000,
  /** Conditions in the paths of one PATCH, all operations together: reading one takes some 5 µs. */
  patchConditions: 5_000,
  /** Members that one request names. */
  members: 150_000,
  /** Resources on a page when the client does not say. */
  pageSize: 100,
  maxPageSize: 1_000,
  /** Seconds for which a cursor finds its page (RFC 9865). */
  cursorTimeoutS: 3_600,
} as const;
