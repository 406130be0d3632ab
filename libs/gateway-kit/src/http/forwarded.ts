import type { FastifyRequest } from 'fastify';
import type { TrustedProxies } from './trusted-proxies.js';

/** What the nearest proxy says in a header, if the connection comes from one that is trusted. */
export function forwarded(request: FastifyRequest, header: string, proxies: TrustedProxies): string | undefined {
  const value = request.headers[header];
  if (typeof value !== 'string' || !proxies.trusts(request.raw.socket.remoteAddress)) return undefined;
  return value.slice(value.lastIndexOf(',') + 1).trim(); // a client could have written the entries before it
}

/** The protocol that the client speaks, as seen through a trusted proxy. */
export function protocolOf(request: FastifyRequest, proxies: TrustedProxies): 'http' | 'https' {
  const said = forwarded(request, 'x-forwarded-proto', proxies)?.toLowerCase();
  if (said === 'https' || said === 'http') return said;
  return 'encrypted' in request.raw.socket ? 'https' : 'http';
}
