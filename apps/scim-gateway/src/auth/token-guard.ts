import type { IncomingHttpHeaders } from 'node:http';
import {
  claimedAccountOf,
  digestOf,
  parseScimToken,
  type RefusedToken,
  type TokenSigner,
  type TokenVerdict,
} from '@rollcall/contracts';
import { networkOf, type Failure, type SourceLimiter } from '@rollcall/gateway-kit';
import { FairSemaphore } from '@rollcall/service-kit';
import type { Caller, ScimRequestContext } from '../http/request-context.js';
import { readCredential } from './bearer.js';
import { credentialFailure, refusedToken, tokenNotChecked, tooManyBadTokens } from './credential-failures.js';
import { NoFreshVerdict, type TokenVerdicts, type VerdictCall } from './token-verdicts.js';

export interface TokenGuardParts {
  readonly verdicts: TokenVerdicts;
  readonly signer: Pick<TokenSigner, 'verify'>;
  /** How often a network may ask about tokens that turn out to be unknown. */
  readonly limiter: SourceLimiter;
  /** How many questions about tokens that were never seen are under way at a time, and how many wait. */
  readonly questions?: { readonly running: number; readonly waiting: number };
}

/** What of a request's headers a guard reads: its credential, and who speaks. */
export type GuardedHeaders = Pick<IncomingHttpHeaders, 'authorization' | 'user-agent'>;

/** Bounds what unknown tokens may ask of token-service, which answers thousands of questions a second. */
const usualQuestions = { running: 16, waiting: 1_024 };
/** Of those that wait one network has this part. */
const partOfNetwork = 1 / 16;

/**
 * Admits requests by their token, or says why not. The account of a request is its token's, and nothing else's.
 *
 * A token that is signed with a known key, or that token-service has known before, is always checked: no other request
 * delays it. Whether a token is refused before the check never follows from what its sender chose, such as its letters.
 * Of the two, what token-service knows is looked at first: a signature takes longer than all the rest of the check.
 */
export class TokenGuard {
  private readonly questions: FairSemaphore;
  private readonly pending = new Map<string, Promise<void>>();

  constructor(private readonly parts: TokenGuardParts) {
    const { running, waiting } = parts.questions ?? usualQuestions;
    this.questions = new FairSemaphore({
      atOnce: running,
      maxWaiting: waiting,
      maxWaitingPerAccount: Math.ceil(waiting * partOfNetwork),
      refusal: () => tooManyBadTokens(1),
    });
  }

  /**
   * Checks the token of a request.
   * @throws Failure 401 where the token does not work, 429 where that is not known or cannot be asked now
   */
  async admit(headers: GuardedHeaders, context: ScimRequestContext): Promise<Caller> {
    const { authorization, 'user-agent': userAgent } = headers;
    const credential = readCredential(authorization);
    if (credential.kind !== 'token') return refuse(credentialFailure(credential.kind, userAgent), context);
    const { token } = credential;
    const digest = digestOf(token);
    const isKnown = this.parts.verdicts.isKnown(digest);
    const verdict = await (isKnown ? this.verdictOn(digest, context) : this.verdictOnNew(token, digest, context));
    if (!verdict.works) return refuseDead(verdict, { token, userAgent }, context);
    const { accountId, tokenId, creatorId, leniency = 'named', provider } = verdict;
    return { accountId, tokenId, creatorId, leniency, ...(provider === undefined ? {} : { provider }) };
  }

  /**
   * Checks the token of an admitted request again: what has many steps goes on only while its token works (rule 19).
   * @throws Failure 401 or 403 where the token does not work any more, 429 where that is not known
   */
  async assertStillWorks(headers: GuardedHeaders, context: ScimRequestContext): Promise<void> {
    const { authorization, 'user-agent': userAgent } = headers;
    const credential = readCredential(authorization);
    if (credential.kind !== 'token') throw credentialFailure(credential.kind, userAgent);
    const verdict = await this.verdictOn(digestOf(credential.token), context);
    if (!verdict.works) throw refusedToken(verdict, userAgent);
  }

  private async verdictOnNew(token: string, digest: string, context: ScimRequestContext): Promise<TokenVerdict> {
    const parsed = parseScimToken(token);
    const signature = parsed?.signed ? this.parts.signer.verify(parsed.signed) : 'unknown-key';
    if (!parsed || signature === 'wrong') return refuse(credentialFailure('malformed', undefined), context);
    return signature === 'right' ? this.verdictOn(digest, context) : this.verdictOnUnverified(digest, context);
  }

  private verdictOn(digest: string, context: ScimRequestContext): Promise<TokenVerdict> {
    return this.parts.verdicts.of(digest, callOf(context)).catch(asFailure);
  }

  /** The verdict on a token that nothing vouches for. Requests with the same one wait for one question. */
  private async verdictOnUnverified(digest: string, context: ScimRequestContext): Promise<TokenVerdict> {
    if (!this.parts.verdicts.isFresh(digest)) {
      const pending = this.pending.get(digest) ?? this.askAboutUnverified(digest, context);
      this.pending.set(digest, pending);
      await pending
        .catch((error: unknown) => {
          context.badTokenFrom = networkOf(context.address);
          throw error;
        })
        .finally(() => {
          if (this.pending.get(digest) === pending) this.pending.delete(digest);
        });
    }
    return this.verdictOn(digest, context);
  }

  /** All such questions share a queue in which networks take turns, and a network has only so many whose token turns out to be unknown. */
  private async askAboutUnverified(digest: string, context: ScimRequestContext): Promise<void> {
    const network = networkOf(context.address);
    this.assertMayGuess(network);
    const guess = async () => this.guess(digest, network, context);
    await this.questions.run(network, guess, { leftMs: context.leftMs });
  }

  /** Counts as a guess while the answer is out, since many are out at once, and after it where the token is unknown. */
  private async guess(digest: string, network: string, context: ScimRequestContext): Promise<void> {
    const { limiter, verdicts } = this.parts;
    this.assertMayGuess(network);
    limiter.count([network]);
    try {
      await verdicts.prepare(digest, callOf(context));
    } catch (error) {
      limiter.forgive([network]);
      return asFailure(error);
    }
    if (verdicts.isKnown(digest)) limiter.forgive([network]);
  }

  private assertMayGuess(network: string): void {
    const waitS = this.parts.limiter.waitS([network]);
    if (waitS > 0) throw tooManyBadTokens(waitS);
  }
}

function callOf({ leftMs, traceparent, address }: ScimRequestContext): VerdictCall {
  return { leftMs, traceparent, network: networkOf(address) };
}

/** Who sent a token, as far as the request says it. */
interface Sender {
  readonly token: string;
  readonly userAgent: string | undefined;
}

/**
 * The record names whose token it was, and of one that is nobody's which account it claims. Floods are told of each token that was
 * somebody's apart, so that nobody's count is in another's record; what a stranger claims opens no count of its own.
 */
function refuseDead(verdict: RefusedToken, { token, userAgent }: Sender, context: ScimRequestContext): never {
  const { accountId, tokenId } = verdict;
  const network = networkOf(context.address);
  if (accountId === undefined || tokenId === undefined)
    return refuse(refusedToken(verdict, userAgent, claimedAccountOf(token)), context);
  context.deadToken = { accountId, tokenId };
  context.badTokenFrom = `${network} ${tokenId}`;
  throw refusedToken(verdict, userAgent);
}

function refuse(failure: Failure, context: ScimRequestContext): never {
  context.badTokenFrom = networkOf(context.address);
  throw failure;
}

function asFailure(error: unknown): never {
  throw error instanceof NoFreshVerdict ? tokenNotChecked : error;
}
