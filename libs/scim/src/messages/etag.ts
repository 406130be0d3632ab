import { invalidValue } from '../errors/refusals.js';
import { grant, type Reading } from '../leniencies/leniency.js';

/** Versions as weak entity tags (RFC 7644 §3.14, RFC 9110 §8.8.3). */
export function weakETag(version: string | number): string {
  return `W/"${version}"`;
}

/** The value of If-Match or If-None-Match: any version, or opaque tags without `W/` and quotes. */
export type ETagCondition = { readonly any: true } | { readonly any: false; readonly tags: readonly string[] };

/**
 * Parses such a header; undefined where it is absent or empty. Tags without quotes, and `*` in quotes, are accepted too.
 * @throws ScimError invalidValue where that is not granted
 */
export function parseETagCondition(
  header: string | readonly string[] | undefined,
  { leniency = 'named' }: Reading = {},
): ETagCondition | undefined {
  const text = (typeof header === 'string' ? header : (header ?? []).join(',')).trim();
  if (text === '') return undefined;
  const found = [...text.matchAll(/(?:W\/)?"([^"]*)"|(?:W\/)?([^\s,"]+)/g)];
  if (found.some(([, quoted, bare]) => (bare === undefined ? quoted === '*' : text !== '*')))
    grant(leniency, 'bareTags', () => invalidValue('An entity tag stands in quotes, such as W/"3"; * alone does not.'));
  const tags = found.map(([, quoted, bare]) => quoted ?? bare ?? '');
  return tags.includes('*') ? { any: true } : { any: false, tags };
}

/** Compares weakly; `version` is undefined where the resource does not exist. */
export function matchesETag(condition: ETagCondition, version: string | number | undefined): boolean {
  if (version === undefined) return false;
  return condition.any || condition.tags.includes(String(version));
}
