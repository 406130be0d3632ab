import type { FastifyRequest } from 'fastify';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a browser sent this for another site (CSRF). A page of another site can make a browser send our cookie along; what the browser
 * says about where the request comes from, no page can write: `Sec-Fetch-Site`, and in older browsers `Origin`. Programs send neither, and
 * no cookie that somebody else could use.
 */
export function isCrossSite(
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  ownOrigin?: string,
): boolean {
  if (safe.has(method)) return false;
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return false;
  // The product's front end may have a host of its own beside this API's.
  if (origin !== undefined && ownOrigin !== undefined && origin === ownOrigin) return false;
  if (site !== undefined) return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
