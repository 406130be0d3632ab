import { Controller, Inject } from '@nestjs/common';
import { CheckToken, ListTokens, TokenQueries, type TokenVerdict, type TokenView } from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { stateOf, type Token } from '../domain/token.js';
import { TokenListReadModel } from '../persistence/token-list-read-model.js';
import { TokenReadModel } from '../persistence/token-read-model.js';
import { TokenUsage } from '../persistence/token-usage.js';

/** Queries about tokens: of gateways that authenticate a request, and of operators. */
@Controller()
export class TokensController {
  constructor(
    @Inject(TokenReadModel) private readonly readModel: TokenReadModel,
    @Inject(TokenListReadModel) private readonly tokens: TokenListReadModel,
    @Inject(TokenUsage) private readonly usage: TokenUsage,
  ) {}

  @QueryHandler(TokenQueries.check)
  async check(@QueryInput() { digest, used, refusedAt }: CheckToken): Promise<TokenVerdict> {
    const token = await this.readModel.withDigest(digest);
    if (!token) return { works: false, why: 'unknown' };
    const now = new Date();
    this.usage.record(token, {
      uses: used?.count ?? 0,
      ...(used ? { usedAt: notAfter(now, used.at) } : {}),
      ...(refusedAt === undefined ? {} : { refusedAt: notAfter(now, refusedAt) }),
    });
    return verdictOf(token, now);
  }

  @QueryHandler(TokenQueries.list)
  async list(@QueryInput() { accountId }: ListTokens): Promise<TokenView[]> {
    return this.tokens.of(accountId, new Date());
  }
}

function verdictOf(token: Token, now: Date): TokenVerdict {
  const { state, endedAt } = stateOf(token, now);
  if (state !== 'working') return { works: false, why: state, ...(endedAt ? { since: endedAt } : {}) };
  const { id: tokenId, accountId, creatorId, expiresAt } = token;
  return { works: true, tokenId, accountId, creatorId, expiresAt };
}

/** Limits a gateway's time to the present, since its clock may be ahead of this one. */
function notAfter(now: Date, time: string): Date {
  const told = new Date(time);
  return told > now ? now : told;
}
