import { Controller, Inject } from '@nestjs/common';
import {
  CheckToken,
  FindTokenBriefs,
  ListTokens,
  purposeOf,
  SignToken,
  TokenQueries,
  TokenSigner,
  type TokenBrief,
  type TokenSignature,
  type TokenVerdict,
  type TokenView,
} from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { providerShown, purposeShown, stateOf } from '../domain/token.js';
import { TokenListReadModel } from '../persistence/token-list-read-model.js';
import { TokenReadModel, type FoundToken } from '../persistence/token-read-model.js';
import { TokenUsage, type Usage } from '../persistence/token-usage.js';

/** Queries about tokens: of gateways that authenticate a request, of who makes a token, and of operators. */
@Controller()
export class TokensController {
  constructor(
    @Inject(TokenReadModel) private readonly readModel: TokenReadModel,
    @Inject(TokenListReadModel) private readonly tokens: TokenListReadModel,
    @Inject(TokenUsage) private readonly usage: TokenUsage,
    @Inject(TokenSigner) private readonly signer: TokenSigner,
  ) {}

  @QueryHandler(TokenQueries.check)
  async check(@QueryInput() question: CheckToken): Promise<TokenVerdict> {
    const token = await this.readModel.withDigest(question.digest);
    if (token?.purpose !== purposeOf(question)) return { works: false, why: 'unknown' };
    const now = new Date();
    const verdict = verdictOf(token, now);
    this.usage.record(token, token.purpose === 'audit' ? useOf(verdict, now) : usedUntil(question, now));
    return verdict;
  }

  /** Signs a new token; it works once it is created by command. */
  @QueryHandler(TokenQueries.sign)
  sign(@QueryInput() { bodyDigest }: SignToken): TokenSignature {
    return this.signer.sign(bodyDigest);
  }

  @QueryHandler(TokenQueries.list)
  async list(@QueryInput() { accountId }: ListTokens): Promise<TokenView[]> {
    return this.tokens.of(accountId, new Date());
  }

  @QueryHandler(TokenQueries.briefs)
  async briefs(@QueryInput() { accountId, tokenIds }: FindTokenBriefs): Promise<TokenBrief[]> {
    return this.tokens.briefs(accountId, tokenIds, new Date());
  }
}

function verdictOf(token: FoundToken, now: Date): TokenVerdict {
  const { state, endedAt } = stateOf(token, now);
  const { id: tokenId, accountId, creatorId, expiresAt, leniency } = token;
  const refused = { works: false, accountId, tokenId, ...providerShown(token) } as const;
  if (state !== 'working') return { ...refused, why: state, ...(endedAt ? { since: endedAt } : {}) };
  if (token.isOfClosingAccount) return { ...refused, why: 'account-closing' };
  const strictness = leniency === 'named' ? {} : { leniency };
  const shown = { ...strictness, ...providerShown(token), ...purposeShown(token) };
  return { works: true, tokenId, accountId, creatorId, expiresAt, ...shown };
}

/** An audit token is used by being checked: its gateway asks at each request. */
const useOf = ({ works }: TokenVerdict, now: Date): Usage =>
  works ? { uses: 1, usedAt: now } : { uses: 0, refusedAt: now };

/** How a SCIM token was used since its gateway's last check. */
function usedUntil({ used, refusedAt }: CheckToken, now: Date): Usage {
  return {
    uses: used?.count ?? 0,
    ...(used ? { usedAt: notAfter(now, used.at) } : {}),
    ...(refusedAt === undefined ? {} : { refusedAt: notAfter(now, refusedAt) }),
  };
}

/** Limits a gateway's time to the present, since its clock may be ahead of this one. */
function notAfter(now: Date, time: string): Date {
  const reported = new Date(time);
  return reported > now ? now : reported;
}
