/**
 * `W/"7"`: the version as an ETag (RFC 9110 §8.8.3). Weak, since what is shown beside the version may change without
 * it.
 */
export const weakETag = (version: number) => `W/"${version}"`;

/** The versions that a command may find, as commands name them; absent where any will do. */
export interface IfMatch {
  readonly ifMatch?: string[];
}

/**
 * What `If-Match` allows (RFC 9110 §13.1.1), from the tags that it names; undefined where there is none. How a tag may
 * be written is for each gateway to say.
 * @param refuse called where more versions are named than anybody has read; throws
 */
export function ifMatchOf(tags: readonly string[] | undefined, maxVersions: number, refuse: () => never): IfMatch {
  if (tags === undefined) return {};
  if (tags.includes('*')) return { ifMatch: ['*'] };
  if (tags.length > maxVersions) refuse();
  return { ifMatch: [...tags] };
}
