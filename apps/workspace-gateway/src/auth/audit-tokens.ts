import {
  looksLikeAuditToken,
  parseAuditToken,
  TokenQueries,
  type RefusedToken,
  type TokenSigner,
  type TokenVerdict,
} from '@rollcall/contracts';
import { networkOf, type Failure, type Queries, type SourceLimiter } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { RouteContract } from '../contract/define-route.js';
import { problem } from '../errors/problem-table.js';
import { queryCallOf } from '../http/request-context.js';
import type { SessionCredential } from './session-credential.js';

export interface AuditTokensParts {
  readonly queries: Queries;
  /** Tells invented tokens without a query. */
  readonly signer: Pick<TokenSigner, 'verify'>;
  /** Limits the requests of one token, or of one address without a token that works. */
  readonly requests: SourceLimiter;
}

/** The audit token of a request: in the header only, since a cookie is a browser's. */
export const auditTokenIn = (credential: SessionCredential | undefined): string | undefined =>
  credential?.by === 'bearer' && looksLikeAuditToken(credential.token) ? credential.token : undefined;

/**
 * Admits who reads the audit log by an audit token. token-service is asked at each request, so a token that was revoked, or whose maker is
 * no admin any more, opens nothing from the next request on (rules 18 and 19).
 */
export class AuditTokens {
  constructor(private readonly parts: AuditTokensParts) {}

  /** @throws Failure 401, 403, 429; 429 too where token-service does not answer, since the token may work or not */
  async admit(request: FastifyRequest, route: RouteContract, token: string): Promise<void> {
    const address = `address ${networkOf(request.rollcall.address)}`;
    if (route.auditToken !== true) {
      this.count(address);
      throw problem('audit-token-elsewhere');
    }
    const verdict = await this.verdictOn(request, token, address);
    if (!verdict.works) throw this.refused(request, verdict, address);
    const { accountId, tokenId } = verdict;
    request.rollcall.reader = { accountId, tokenId };
    this.count(`token ${accountId}/${tokenId}`);
  }

  /** @throws Failure 401 or 403 where the token works no more */
  async assertStillWorks(request: FastifyRequest, token: string, leftMs: number): Promise<void> {
    const address = `address ${networkOf(request.rollcall.address)}`;
    const verdict = await this.verdictOn(request, token, address, leftMs);
    if (!verdict.works) throw this.refused(request, verdict, address);
  }

  private async verdictOn(
    request: FastifyRequest,
    token: string,
    address: string,
    leftMs = request.rollcall.leftMs,
  ): Promise<TokenVerdict> {
    const parsed = parseAuditToken(token);
    const signature = parsed && this.parts.signer.verify(parsed.signed);
    if (!parsed || signature === 'wrong') return unknown;
    // Nothing vouches for it: whoever invents such tokens waits, and asks nothing.
    if (signature === 'unknown-key') this.assertMayAsk(address);
    const question = { digest: parsed.digest, purpose: 'audit' } as const;
    const verdict = await this.parts.queries.ask(TokenQueries.check, question, { ...queryCallOf(request), leftMs });
    // A token-service of an earlier version knows no purposes.
    return verdict.works && verdict.purpose !== 'audit' ? unknown : verdict;
  }

  private refused(request: FastifyRequest, { why, accountId, tokenId, since }: RefusedToken, address: string): Failure {
    if (accountId !== undefined && tokenId !== undefined) request.rollcall.deadToken = { accountId, tokenId };
    this.count(address);
    if (why === 'account-closing') return problem('account-closing');
    const facts = { why, ...(since === undefined ? {} : { since }) };
    const headers = { 'www-authenticate': challenge };
    return problem('audit-token-refused', facts, { headers, withoutCredential: why === 'unknown' });
  }

  private assertMayAsk(source: string): void {
    const waitS = this.parts.requests.waitS([source]);
    if (waitS > 0) throw problem('rate-limit', {}, { retryAfterS: waitS });
  }

  private count(source: string): void {
    this.assertMayAsk(source);
    this.parts.requests.count([source]);
  }
}

const unknown = { works: false, why: 'unknown' } as const;
/** RFC 6750 §3. */
const challenge = 'Bearer realm="Rollcall", error="invalid_token"';
