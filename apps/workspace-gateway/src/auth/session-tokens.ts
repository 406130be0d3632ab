import { isSignedDeviceToken, isSignedSessionToken, SessionQueries, TokenSigner } from '@rollcall/contracts';
import type { Queries, QueryCall } from '@rollcall/gateway-kit';

/** How long the key is used before it is asked for again: it is another one where a database was restored. */
const keptMs = 600_000;
/** How long the old key is used where it could not be asked for. */
const againMs = 5_000;
/** The question is of all requests, so its time is not that of the one that happens to begin it. */
const answerWithinMs = 5_000;

/**
 * Tells session tokens that user-service has made from invented ones, so that these cost it no query, and device tokens. The key comes from
 * user-service, and is one for all instances.
 */
export class SessionTokens {
  private signer: TokenSigner | undefined;
  private pending: Promise<TokenSigner> | undefined;
  private askAt = 0;

  constructor(
    private readonly queries: Queries,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** @throws ServiceUnavailable where the key is not known yet, and user-service does not answer */
  async isSigned(token: string, call: QueryCall): Promise<boolean> {
    return isSignedSessionToken(token, await this.key(call));
  }

  /** @throws ServiceUnavailable as above */
  async isSignedDevice(token: string, call: QueryCall): Promise<boolean> {
    return isSignedDeviceToken(token, await this.key(call));
  }

  /** The key that is known, though it may be old: no request waits for the next one, or is refused where it does not come. */
  private key(call: QueryCall): TokenSigner | Promise<TokenSigner> {
    const { signer } = this;
    if (signer && this.clock() < this.askAt) return signer;
    this.pending ??= this.ask(call).finally(() => (this.pending = undefined));
    if (!signer) return this.pending;
    this.pending.catch(() => undefined); // asked again soon
    return signer;
  }

  private async ask(call: QueryCall): Promise<TokenSigner> {
    this.askAt = this.clock() + againMs; // where the question fails
    const { key } = await this.queries.ask(SessionQueries.signingKey, {}, { ...call, leftMs: answerWithinMs });
    this.askAt = this.clock() + keptMs;
    this.signer = new TokenSigner([key]);
    return this.signer;
  }
}
