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
  /** Operations of one bulk request, and the bytes of its body. */
  bulkOperations: 1_000,
  bulkBytes: 2_097_152,
  /** Changes and conditions of all PATCHes of one bulk request, beside the limits of each. */
  bulkPatchChanges: 20_000,
  bulkPatchConditions: 10_000,
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
  /** Characters of a group's displayName and externalId, as a command takes them. */
  groupText: 1_000,
  /** Characters of a member's id: longer ones are nobody's. */
  memberId: 100,
  /** Resources on a page when the client does not say. */
  pageSize: 100,
  maxPageSize: 1_000,
  /** Seconds for which a cursor finds its page (RFC 9865). */
  cursorTimeoutS: 3_600,
} as const;
