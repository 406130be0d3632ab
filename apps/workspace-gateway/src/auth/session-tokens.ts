import { isSignedSessionToken, SessionQueries, TokenSigner } from '@rollcall/contracts';
import type { Queries, QueryCall } from '@rollcall/gateway-kit';

/** How long the key is used before it is asked for again: it is another one where a database was restored. */
const keptMs = 600_000;

/**
 * Tells session tokens that user-service has made from invented ones, so that these cost it no query. The key comes from
 * user-service, and is one for all instances.
 */
export class SessionTokens {
  private signer: Promise<TokenSigner> | undefined;
  private askedAt = 0;

  constructor(
    private readonly queries: Queries,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws ServiceUnavailable where the key is not known yet, and user-service does not answer */
  async isSigned(token: string, call: QueryCall): Promise<boolean> {
    return isSignedSessionToken(token, await this.key(call));
  }

  private key(call: QueryCall): Promise<TokenSigner> {
    if (this.signer && this.now() - this.askedAt < keptMs) return this.signer;
    const signer = this.queries.ask(SessionQueries.signingKey, {}, call).then(({ key }) => new TokenSigner([key]));
    this.signer = signer;
    this.askedAt = this.now();
    signer.catch(() => {
      if (this.signer === signer) this.signer = undefined; // the next request asks again
    });
    return signer;
  }
}
