import { readCookie } from './session-credential.js';

const keptS = 180 * 86_400;

/**
 * The cookie by which a browser shows that a person has signed in there before. It lets nobody in; with it, what others
 * fail at does not make this person wait. It stays when the person signs out.
 */
export class DeviceCookie {
  private readonly name: string;

  constructor(private readonly isSecure: boolean) {
    this.name = isSecure ? '__Host-rollcall-device' : 'rollcall-device';
  }

  /** The `Set-Cookie` that stores it. */
  keep(token: string): string {
    const secure = this.isSecure ? '; Secure' : '';
    return `${this.name}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${keptS}${secure}`;
  }

  /** What a request brings; a text that is too long to be one of ours counts as none. */
  read(header: string | undefined): string | undefined {
    const token = readCookie(header, this.name);
    return token !== undefined && token.length <= 200 ? token : undefined;
  }
}
