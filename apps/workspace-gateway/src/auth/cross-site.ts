import type { FastifyRequest } from 'fastify';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a browser sent this request on behalf of another site (CSRF). A page of another site can make a browser send
 * this product's cookie. But no page can forge the headers in which the browser says where the request comes from:
 * `Sec-Fetch-Site`, and in older browsers `Origin`. Programs send neither, and no cookie that another site could use.
 */
export function isCrossSite(
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  ownOrigin?: string,
): boolean {
  if (safe.has(method)) return false;
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return false;
  // The product's front end may be on another host than this API.
  if (origin !== undefined && ownOrigin !== undefined && origin === ownOrigin) return false;
  if (site !== undefined) return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
