/**
 * `W/"7"`: the version as an ETag (RFC 9110 §8.8.3). Weak, since parts of the representation may change without the
 * version.
 */
export const weakETag = (version: number) => `W/"${version}"`;

/**
 * Turns the tags of `If-Match` or `If-None-Match` (RFC 9110 §13.1) into versions, in the payload's form; undefined without tags. Each gateway
 * parses the header itself.
 * @param refuse called where the header names more than `maxVersions` versions; throws
 */
export function versionsOf(
  tags: readonly string[] | undefined,
  maxVersions: number,
  refuse: () => never,
): string[] | undefined {
  if (tags === undefined) return undefined;
  if (tags.includes('*')) return ['*'];
  if (tags.length > maxVersions) refuse();
  return [...tags];
}
