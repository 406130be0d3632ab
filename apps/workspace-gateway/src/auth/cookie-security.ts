import { isLoopback, protocolOf, type TrustedProxies } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';

/**
 * Whether the cookies of a request are `Secure`: always, but for a browser on this machine that speaks to a loopback
 * address without TLS. Anything else would let a forgotten setting send sessions over a network in plain text.
 */
export class CookieSecurity {
  /** @param usesHttps whether clients reach the port over HTTPS only, whatever a request looks like behind a proxy */
  constructor(
    private readonly usesHttps: boolean,
    private readonly proxies: TrustedProxies,
  ) {}

  isSecure(request: FastifyRequest): boolean {
    if (this.usesHttps || protocolOf(request, this.proxies) === 'https') return true;
    return !isLoopback(request.headers.host ?? '');
  }
}
