import type { FastifyRequest } from 'fastify';

/** What names a session. */
export interface SessionCredential {
  readonly token: string;
  readonly by: 'cookie' | 'bearer';
}

const form = /^[A-Za-z0-9_-]{20,100}$/;

/** The cookie of browsers. `__Host-` (RFC 6265bis): only over TLS, for this host alone, and no other host can set it. */
export class SessionCookie {
  private readonly name: string;

  constructor(private readonly isSecure: boolean) {
    this.name = isSecure ? '__Host-rollcall' : 'rollcall';
  }

  /** `Set-Cookie` that keeps a session until it expires. */
  keep(token: string, expiresAt: string): string {
    return this.line(token, `Expires=${new Date(expiresAt).toUTCString()}`);
  }

  /** `Set-Cookie` that forgets it. */
  forget(): string {
    return this.line('', 'Max-Age=0');
  }

  read(header: string | undefined): string | undefined {
    const pairs = (header ?? '').split(';').map((pair) => pair.trim());
    const found = pairs.find((pair) => pair.startsWith(`${this.name}=`));
    return found?.slice(this.name.length + 1);
  }

  private line(value: string, lifetime: string): string {
    const secure = this.isSecure ? '; Secure' : '';
    return `${this.name}=${value}; Path=/; HttpOnly; SameSite=Strict; ${lifetime}${secure}`;
  }
}

/** What the request shows; what is no token of ours counts as none. A header goes before a cookie: somebody wrote it on purpose. */
export function readCredential(request: FastifyRequest, cookie: SessionCookie): SessionCredential | undefined {
  const { authorization, cookie: cookies } = request.headers;
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1];
  const token = authorization === undefined ? cookie.read(cookies) : (bearer ?? '');
  if (token === undefined || !form.test(token)) return undefined;
  return { token, by: authorization === undefined ? 'cookie' : 'bearer' };
}
