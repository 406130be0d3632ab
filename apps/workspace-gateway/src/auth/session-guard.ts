import { SessionQueries, type SessionView } from '@rollcall/contracts';
import { networkOf, type SourceLimiter, type Queries } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { RouteContract } from '../contract/define-route.js';
import { problem } from '../errors/problem-table.js';
import { queryCallOf } from '../http/request-context.js';
import { auditTokenIn, type AuditTokens } from './audit-tokens.js';
import { isCrossSite } from './cross-site.js';
import type { DeviceCookie } from './device-cookie.js';
import { may, type Permission } from './permissions.js';
import { readCredential, type SessionCookie } from './session-credential.js';
import type { SessionTokens } from './session-tokens.js';

/** How long it may take to ask again, whatever time the request has left: its answer has begun. */
const againMs = 5_000;

export interface SessionGuardParts {
  readonly queries: Queries;
  readonly cookie: SessionCookie;
  readonly deviceCookie: DeviceCookie;
  readonly tokens: SessionTokens;
  readonly auditTokens: AuditTokens;
  /** Limits the requests of one person, or of one address without session. */
  readonly requests: SourceLimiter;
  /** The origin of the product's front end, when it is another one. */
  readonly ownOrigin: string | undefined;
  /** How long a password that was given lets its session do what could hand the account over, in milliseconds. */
  readonly confirmedForMs: number;
}

/** Admits requests by their session and its rights, or by an audit token, before the body is read; or says why not. */
export class SessionGuard {
  constructor(private readonly parts: SessionGuardParts) {}

  /**
   * Checks the session of a request.
   * @throws Failure 401, 403, 429; 429 too where user-service does not answer, since the session may be valid or not
   */
  async admit(request: FastifyRequest, route: RouteContract): Promise<void> {
    const { cookie, ownOrigin } = this.parts;
    const { access } = route;
    const credential = readCredential(request, cookie);
    if (credential?.by !== 'bearer' && isCrossSite(request, ownOrigin)) throw problem('cross-site');
    if (access === 'open') return this.countWithoutSession('address', request);
    const { auditTokens } = this.parts;
    const auditToken = auditTokenIn(credential);
    if (auditToken !== undefined) {
      request.rollcall.assertStillAdmitted = () => auditTokens.assertStillWorks(request, auditToken, againMs);
      return auditTokens.admit(request, route, auditToken);
    }
    if (!credential) throw unauthorized('session-missing');
    const session = await this.check(request, route, credential.token);
    request.rollcall.session = session;
    request.rollcall.assertStillAdmitted = () => this.assertStillAdmitted(request, credential.token, access);
    request.rollcall.sessionToken = credential.token;
    request.rollcall.isConfirmed = this.isConfirmed(session);
    this.count(`user ${session.accountId}/${session.userId}`);
    if (!may(session.rights, access)) throw problem('forbidden', { permission: access });
    if (route.confirmed === true && !request.rollcall.isConfirmed) throw problem('confirmation-needed');
  }

  /**
   * Counts a request for a file of the console, apart from attempts to sign in: an office that opens the console in the morning must
   * not keep itself from signing in.
   * @throws Failure 429
   */
  countFile(request: FastifyRequest): Promise<void> {
    return this.countWithoutSession('files', request);
  }

  /**
   * Counts a request that needs no session, by its network. What others of the network send keeps no browser out in which somebody has
   * signed in before: that one has a count of its own then.
   */
  private async countWithoutSession(what: 'address' | 'files', request: FastifyRequest): Promise<void> {
    const source = `${what} ${networkOf(request.rollcall.address)}`;
    const { requests, deviceCookie, tokens } = this.parts;
    if (requests.waitS([source]) === 0) return this.count(source);
    const device = deviceCookie.read(request);
    const isKnown = device !== undefined && (await tokens.isSignedDevice(device, queryCallOf(request)));
    this.count(isKnown ? `${what} of ${device}` : source);
  }

  private async assertStillAdmitted(request: FastifyRequest, token: string, access: Permission): Promise<void> {
    const call = { ...queryCallOf(request), leftMs: againMs };
    const verdict = await this.parts.queries.ask(SessionQueries.check, { token, background: true }, call);
    if (!verdict.works) throw unauthorized('session-ended');
    if (!may(verdict.session.rights, access)) throw problem('forbidden', { permission: access });
  }

  private isConfirmed({ confirmedAt, startedAt }: SessionView): boolean {
    return Date.now() - Date.parse(confirmedAt ?? startedAt) <= this.parts.confirmedForMs;
  }

  private async check(request: FastifyRequest, route: RouteContract, token: string): Promise<SessionView> {
    const source = [`address ${networkOf(request.rollcall.address)}`];
    const isBackground = route.background === true || request.headers['rollcall-background'] === 'true';
    const question = { token, ...(isBackground ? { background: true } : {}) };
    const call = queryCallOf(request);
    const isSigned = await this.parts.tokens.isSigned(token, call);
    if (isSigned) {
      const verdict = await this.parts.queries.ask(SessionQueries.check, question, call);
      if (verdict.works) return verdict.session;
    }
    this.count(...source);
    throw unauthorized('session-ended', !isSigned);
  }

  private count(...sources: string[]): void {
    const { requests } = this.parts;
    const waitS = requests.waitS(sources);
    if (waitS > 0) throw problem('rate-limit', {}, { retryAfterS: waitS });
    requests.count(sources);
  }
}

function unauthorized(code: 'session-missing' | 'session-ended', withoutCredential = false) {
  return problem(code, {}, { headers: { 'www-authenticate': 'Bearer realm="Rollcall"' }, withoutCredential });
}
