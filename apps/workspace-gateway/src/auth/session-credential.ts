import type { FastifyRequest } from 'fastify';
import type { CookieSecurity } from './cookie-security.js';

/** The session token of a request. */
export interface SessionCredential {
  readonly token: string;
  readonly by: 'cookie' | 'bearer';
}

const form = /^[A-Za-z0-9_-]{20,100}$/;

/**
 * The browsers' cookie. `__Host-` (RFC 6265bis): it is sent over TLS and to this host only, and no other host can set
 * it.
 */
export class SessionCookie {
  constructor(private readonly security: CookieSecurity) {}

  /** The `Set-Cookie` that stores a session until it expires. */
  keep(request: FastifyRequest, token: string, expiresAt: string): string {
    return this.line(request, token, `Expires=${new Date(expiresAt).toUTCString()}`);
  }

  /** The `Set-Cookie` that deletes it. */
  forget(request: FastifyRequest): string {
    return this.line(request, '', 'Max-Age=0');
  }

  read(request: FastifyRequest): string | undefined {
    const { cookie } = request.headers;
    return cookie === undefined ? undefined : readCookie(cookie, this.nameFor(request));
  }

  private line(request: FastifyRequest, value: string, lifetime: string): string {
    const secure = this.security.isSecure(request) ? '; Secure' : '';
    return `${this.nameFor(request)}=${value}; Path=/; HttpOnly; SameSite=Strict; ${lifetime}${secure}`;
  }

  private nameFor(request: FastifyRequest): string {
    return this.security.isSecure(request) ? '__Host-rollcall' : 'rollcall';
  }
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/**
 * Reads the session token of a request; a text that is no session token counts as none. A header takes precedence over
 * a cookie: a browser adds the cookie by itself.
 */
export function readCredential(request: FastifyRequest, cookie: SessionCookie): SessionCredential | undefined {
  const { authorization } = request.headers;
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1];
  const token = authorization === undefined ? cookie.read(request) : (bearer ?? '');
  if (token === undefined || !form.test(token)) return undefined;
  return { token, by: authorization === undefined ? 'cookie' : 'bearer' };
}
