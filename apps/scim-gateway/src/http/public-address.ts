import { forwarded, protocolOf, type TrustedProxies } from '@rollcall/gateway-kit';
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
    return this.fixed ?? `${protocolOf(request, this.proxies)}://${this.hostOf(request)}${prefix}`;
  }

  private hostOf(request: FastifyRequest): string {
    const said = forwarded(request, 'x-forwarded-host', this.proxies);
    if (said !== undefined && hostForm.test(said)) return said;
    const { host } = request.headers;
    if (host !== undefined && hostForm.test(host)) return host;
    const { localAddress = '127.0.0.1', localPort = 0 } = request.raw.socket;
    return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
  }
}
