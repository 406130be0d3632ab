import {
  digestOf,
  newSessionToken,
  newTokenBody,
  SessionQueries,
  signedDeviceToken,
  signedToken,
  TokenSigner,
  type SessionVerdict,
  type SessionView,
  type SignInOutcome,
  type StartSession,
  type TokenPurpose,
} from '@rollcall/contracts';
import type { Rights } from '../src/auth/permissions.js';
import type { FakeServices } from './fake-services.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
export const userId = '01890a5d-ac96-774b-bcce-b302099a8058';

/** The session of the tests. */
export const sessionId = '01890a5d-ac96-774b-bcce-b302099a8066';

export const signingKey = 'key of the tests';

/** A token that nobody knows yet, signed with this key. */
export function newTestToken(purpose: TokenPurpose, key = signingKey): string {
  const body = newTokenBody(purpose);
  return signedToken(body, new TokenSigner([key]).sign(digestOf(body)));
}

/** What a browser keeps in which somebody has signed in before. */
export const deviceToken = (key = signingKey): string => signedDeviceToken('A'.repeat(72), new TokenSigner([key]));

/** Two guests, each a person of their own: all others of the tests are one. */
const guests = { mal: '01890a5d-ac96-774b-bcce-b302099a8059', vic: '01890a5d-ac96-774b-bcce-b302099a805a' } as const;
type Guest = keyof typeof guests;
const signedIn = ['admin', 'member', 'viewer', 'guest', 'mal', 'vic'] as const;

/** The token of the session of somebody whose type gives these rights; of a session that is none, by another name. */
export const tokenOf = (rights: Rights | Guest | 'nobody') =>
  newSessionToken(new TokenSigner([signingKey]), Buffer.from(rights.padEnd(32)));

function sessionOf(whose: Rights | Guest): SessionView {
  const isGuest = whose === 'mal' || whose === 'vic';
  const rights = isGuest ? 'guest' : whose;
  const times = { startedAt: '2026-03-01T10:00:00.000Z', expiresAt: '2026-03-01T22:00:00.000Z' };
  const account = { accountId, accountSlug: 'acme', accountName: 'Acme' };
  const confirmedAt = new Date().toISOString();
  return {
    ...account,
    userId: isGuest ? guests[whose] : userId,
    userName: 'ann@acme.example',
    userType: rights,
    rights,
    ...times,
    sessionId,
    confirmedAt,
  };
}

/** Everybody of `tokenOf` is signed in; with the password "right" everybody can. */
export class FakeSessions {
  readonly started: StartSession[] = [];
  readonly ended: string[] = [];
  failWith: Error | undefined;

  start(question: StartSession): SignInOutcome {
    this.started.push(question);
    if (question.password === 'too often') return { signedIn: false, retryAfterS: 7 };
    if (question.password !== 'right') return { signedIn: false };
    const { userName } = question;
    const at = '2026-03-01T10:00:00.000Z';
    const who = { id: userId, accountId, version: 1, userName, userType: 'admin', active: true } as const;
    const user = { ...who, managedBy: 'workspace', profile: {}, createdAt: at, updatedAt: at } as const;
    const expiresAt = '2026-03-01T22:00:00.000Z';
    const ofDevice = question.deviceToken === undefined ? { deviceToken: 'device-of-ann' } : {};
    return { signedIn: true, session: { token: tokenOf('admin'), expiresAt, user, ...ofDevice } };
  }

  /** When the password of every session was given last, if it was long ago. */
  confirmedAt: string | undefined;

  check(token: string): SessionVerdict {
    if (this.failWith) throw this.failWith;
    const whose = signedIn.find((each) => tokenOf(each) === token);
    if (whose === undefined) return { works: false };
    const { confirmedAt } = this;
    return { works: true, session: { ...sessionOf(whose), ...(confirmedAt === undefined ? {} : { confirmedAt }) } };
  }

  end(token: string): object {
    this.ended.push(token);
    return {};
  }

  /** Has user-service answer what it is asked about sessions. */
  answerIn(services: FakeServices): void {
    services.answerBy(SessionQueries.start, (input) => this.start(input));
    services.answer(SessionQueries.signingKey, { key: signingKey });
    services.answerBy(SessionQueries.check, ({ token }) => this.check(token));
    services.answerBy(SessionQueries.end, ({ token }) => this.end(token));
  }
}
