import type { Logger } from '@rollcall/service-kit';
import type { FastifyRequest } from 'fastify';
import { originOf, type RequestOrigin } from './request-context.js';
import type { TrustedProxies } from './trusted-proxies.js';

const warnedEveryMs = 3_600_000;

/**
 * Reads where requests come from, and warns, once an hour, of a proxy that no setting names: all its clients have one
 * address, so that limits by address are limits of all of them.
 */
export class OriginReader {
  private warnedAt = -Infinity;

  constructor(
    private readonly proxies: TrustedProxies,
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number = Date.now,
  ) {}

  of(request: FastifyRequest): RequestOrigin {
    const origin = originOf(request, this.proxies);
    if (request.headers['x-forwarded-for'] !== undefined) this.check(origin.address, request.raw.socket.remoteAddress);
    return origin;
  }

  private check(address: string, peer: string | undefined): void {
    if (this.proxies.trusts(peer) || this.now() - this.warnedAt < warnedEveryMs) return;
    this.warnedAt = this.now();
    this.logger.warn(
      'X-Forwarded-For was ignored, because TRUSTED_PROXIES does not name who sent it: if that is a proxy of yours, name it, or all its clients count as one',
      { address },
    );
  }
}
