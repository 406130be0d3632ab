import type { TrustedProxies } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';

const prefix = '/scim/v2';
const hostForm = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/;

/** The public address of this API as the identity provider sees it: the beginning of `meta.location` and `Location`. */
export class PublicAddress {
  private readonly fixed: string | undefined;

  /** @param publicUrl `SCIM_PUBLIC_URL`, with or without `/scim/v2`; where absent, each request's own host is used */
  constructor(
    publicUrl: string | undefined,
    private readonly proxies: TrustedProxies,
  ) {
    const url = publicUrl?.replace(/\/+$/, '');
    this.fixed = url === undefined || url.endsWith(prefix) ? url : url + prefix;
  }

  /** An absolute URL without a slash at its end: `https://scim.example.com/scim/v2`. */
  baseOf(request: FastifyRequest): string {
    return this.fixed ?? `${this.protocolOf(request)}://${this.hostOf(request)}${prefix}`;
  }

  private protocolOf(request: FastifyRequest): string {
    const own = 'encrypted' in request.raw.socket ? 'https' : 'http';
    const forwarded = lastOf(this.forwarded(request, 'x-forwarded-proto'))?.toLowerCase();
    return forwarded === 'https' || forwarded === 'http' ? forwarded : own;
  }

  private hostOf(request: FastifyRequest): string {
    const forwarded = lastOf(this.forwarded(request, 'x-forwarded-host'));
    if (forwarded !== undefined && hostForm.test(forwarded)) return forwarded;
    const { host } = request.headers;
    if (host !== undefined && hostForm.test(host)) return host;
    const { localAddress = '127.0.0.1', localPort = 0 } = request.raw.socket;
    return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
  }

  private forwarded(request: FastifyRequest, header: string): string | undefined {
    const value = request.headers[header];
    if (typeof value !== 'string' || !this.proxies.trusts(request.raw.socket.remoteAddress)) return undefined;
    return value;
  }
}

/** The entry of the nearest proxy: a client could have written the entries before it. */
function lastOf(list: string | undefined): string | undefined {
  return list?.slice(list.lastIndexOf(',') + 1).trim();
}
