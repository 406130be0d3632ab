import {
  digestOf,
  formerScimToken,
  newTokenBody,
  signedToken,
  TokenSigner,
  type CheckToken,
  type TokenProvider,
  type TokenVerdict,
} from '@rollcall/contracts';
import type { TokenVerifier } from '../src/clients/token-verifier.js';

/** What the tokens of the fake are signed with. */
export const testSigner = new TokenSigner(['the signing key of specs']);

export function newTestToken(signer = testSigner): string {
  const body = newTokenBody();
  return signedToken(body, signer.sign(digestOf(body)));
}

/** token-service in memory, for tests. */
export class FakeTokenVerifier implements TokenVerifier {
  readonly asked: CheckToken[] = [];
  failWith: Error | undefined;
  private readonly verdicts = new Map<string, TokenVerdict>();

  /** A token that works for this account, made by this admin. */
  issue(accountId: string, tokenId: string, token = newTestToken(), creatorId = tokenId): string {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    this.verdicts.set(digestOf(token), { works: true, tokenId, accountId, creatorId, expiresAt });
    return token;
  }

  /** A token whose requests may have nothing beyond the standard. */
  issueStrict(accountId: string, tokenId: string): string {
    const token = this.issue(accountId, tokenId);
    const verdict = this.verdicts.get(digestOf(token));
    if (verdict?.works) this.verdicts.set(digestOf(token), { ...verdict, leniency: 'none' });
    return token;
  }

  /** A token of which an admin has said the identity provider. */
  issueFor(provider: TokenProvider, accountId: string, tokenId: string): string {
    const token = this.issue(accountId, tokenId);
    const verdict = this.verdicts.get(digestOf(token));
    if (verdict?.works) this.verdicts.set(digestOf(token), { ...verdict, provider });
    return token;
  }

  /** A token that does not work any more. */
  issueDead(verdict: Extract<TokenVerdict, { works: false }>, token = formerScimToken('acme')): string {
    this.verdicts.set(digestOf(token), verdict);
    return token;
  }

  revoke(token: string, why: 'revoked' | 'creator-deactivated'): void {
    const verdict = this.verdicts.get(digestOf(token));
    const whose = verdict?.works ? { accountId: verdict.accountId, tokenId: verdict.tokenId } : {};
    this.verdicts.set(digestOf(token), { works: false, why, since: '2026-03-01T10:00:00.000Z', ...whose });
  }

  check(question: CheckToken): Promise<TokenVerdict> {
    this.asked.push(question);
    if (this.failWith) return Promise.reject(this.failWith);
    return Promise.resolve(this.verdicts.get(question.digest) ?? { works: false, why: 'unknown' });
  }
}
