import { digestOf, isWellFormedScimToken } from '@rollcall/contracts';
import { networkOf, type Failure, type SourceLimiter } from '@rollcall/gateway-kit';
import type { Caller, ScimRequestContext } from '../http/request-context.js';
import { readCredential } from './bearer.js';
import { credentialFailures, refusedToken, tokenNotChecked, tooManyBadTokens } from './credential-failures.js';
import { NoFreshVerdict, type TokenVerdicts } from './token-verdicts.js';

/** Admits requests by their token, or says why not. The account of a request is its token's, and nothing else's. */
export class TokenGuard {
  constructor(
    private readonly verdicts: TokenVerdicts,
    private readonly limiter: SourceLimiter,
  ) {}

  /**
   * Checks the token of a request.
   * @throws Failure 401 where the token does not work, 429 where that is not known or too many bad tokens came
   */
  async admit(authorization: string | undefined, context: ScimRequestContext): Promise<Caller> {
    const credential = readCredential(authorization);
    if (credential.kind !== 'token') return this.refuse(credentialFailures[credential.kind], [], context);
    const { token } = credential;
    if (!isWellFormedScimToken(token)) return this.refuse(credentialFailures.malformed, [], context);
    const digest = digestOf(token);
    const account = [`account ${token.slice('scim_'.length, token.lastIndexOf('_'))}`];
    if (!this.verdicts.hasWorked(digest)) this.assertWithinLimit(account, context);
    const verdict = await this.verdicts.of(digest, context.leftMs, context.traceparent).catch((error: unknown) => {
      throw error instanceof NoFreshVerdict ? tokenNotChecked : error;
    });
    if (!verdict.works) return this.refuse(refusedToken(verdict), account, context);
    return { accountId: verdict.accountId, tokenId: verdict.tokenId };
  }

  private refuse(failure: Failure, account: readonly string[], context: ScimRequestContext): never {
    this.assertWithinLimit(account, context);
    this.limiter.count(sourcesOf(account, context));
    context.badTokenFrom = networkOf(context.address);
    throw failure;
  }

  private assertWithinLimit(account: readonly string[], context: ScimRequestContext): void {
    const waitS = this.limiter.waitS(sourcesOf(account, context));
    if (waitS <= 0) return;
    context.badTokenFrom = networkOf(context.address);
    throw tooManyBadTokens(waitS);
  }
}

function sourcesOf(account: readonly string[], { address }: ScimRequestContext): string[] {
  return [`address ${networkOf(address)}`, ...account];
}
