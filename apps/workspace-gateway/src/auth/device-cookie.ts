import type { FastifyRequest } from 'fastify';
import type { CookieSecurity } from './cookie-security.js';
import { readCookie } from './session-credential.js';

const keptS = 180 * 86_400;

/**
 * The cookie by which a browser shows that a person has signed in there before. It lets nobody in; with it, what others
 * fail at does not make this person wait. It stays when the person signs out.
 */
export class DeviceCookie {
  constructor(private readonly security: CookieSecurity) {}

  /** The `Set-Cookie` that stores it. */
  keep(request: FastifyRequest, token: string): string {
    const secure = this.security.isSecure(request) ? '; Secure' : '';
    return `${this.nameFor(request)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${keptS}${secure}`;
  }

  /** What a request brings; a text that is too long to be one of ours counts as none. */
  read(request: FastifyRequest): string | undefined {
    const token = readCookie(request.headers.cookie, this.nameFor(request));
    return token !== undefined && token.length <= 200 ? token : undefined;
  }

  private nameFor(request: FastifyRequest): string {
    return this.security.isSecure(request) ? '__Host-rollcall-device' : 'rollcall-device';
  }
}
