/** What browsers may do with answers that are no pages: load nothing, run nothing, and show them in no frame. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/** One year. Not for subdomains: they may belong to programs that are not ours. */
const strictTransport = 'max-age=31536000';

/**
 * The headers of every answer of a public port, errors and broken HTTP included. A page replaces the
 * `Content-Security-Policy` by one of its own.
 * @param usesHttps whether clients reach the port over HTTPS only (RFC 6797 §7.2 forbids HSTS elsewhere)
 */
export function securityHeaders(usesHttps: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': apiPolicy,
    'cache-control': 'no-store', // caches must not store answers: they are personal
    ...(usesHttps ? { 'strict-transport-security': strictTransport } : {}),
  };
}
