/**
 * `W/"7"`: the version as an ETag (RFC 9110 §8.8.3). Weak, since parts of the representation may change without the
 * version.
 */
export const weakETag = (version: number) => `W/"${version}"`;

/** The versions that a command accepts, in the payload's form; absent where it accepts any. */
export interface IfMatch {
  readonly ifMatch?: string[];
}

/**
 * Turns the tags of `If-Match` (RFC 9110 §13.1.1) into versions; undefined without tags. Each gateway parses the header
 * itself.
 * @param refuse called where the header names more than `maxVersions` versions; throws
 */
export function ifMatchOf(tags: readonly string[] | undefined, maxVersions: number, refuse: () => never): IfMatch {
  if (tags === undefined) return {};
  if (tags.includes('*')) return { ifMatch: ['*'] };
  if (tags.length > maxVersions) refuse();
  return { ifMatch: [...tags] };
}
