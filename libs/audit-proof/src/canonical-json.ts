import canonicalize from 'canonicalize';

/**
 * The one form of a value that is hashed: JSON Canonicalization Scheme (RFC 8785).
 * @throws Error for what has no such form
 */
export function canonicalJson(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This value is no JSON.');
  return text;
}
