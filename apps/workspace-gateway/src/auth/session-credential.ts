import type { FastifyRequest } from 'fastify';

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
  private readonly name: string;

  constructor(private readonly isSecure: boolean) {
    this.name = isSecure ? '__Host-rollcall' : 'rollcall';
  }

  /** The `Set-Cookie` that stores a session until it expires. */
  keep(token: string, expiresAt: string): string {
    return this.line(token, `Expires=${new Date(expiresAt).toUTCString()}`);
  }

  /** The `Set-Cookie` that deletes it. */
  forget(): string {
    return this.line('', 'Max-Age=0');
  }

  read(header: string | undefined): string | undefined {
    return readCookie(header, this.name);
  }

  private line(value: string, lifetime: string): string {
    const secure = this.isSecure ? '; Secure' : '';
    return `${this.name}=${value}; Path=/; HttpOnly; SameSite=Strict; ${lifetime}${secure}`;
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
  const { authorization, cookie: cookies } = request.headers;
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1];
  const token = authorization === undefined ? cookie.read(cookies) : (bearer ?? '');
  if (token === undefined || !form.test(token)) return undefined;
  return { token, by: authorization === undefined ? 'cookie' : 'bearer' };
}
