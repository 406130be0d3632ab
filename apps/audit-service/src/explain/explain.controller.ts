import { Controller, Inject } from '@nestjs/common';
import {
  ExplainMembership,
  ExplainQueries,
  ExplainToken,
  ExplainUser,
  Refusal,
  type MembershipExplanation,
  type TokenExplanation,
  type UserExplanation,
} from '@rollcall/contracts';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { NameClient } from '../clients/name-client.js';
import { AuditReadModel } from '../persistence/audit-read-model.js';
import { explainMembershipOf } from './explain-membership.js';
import { explainTokenOf } from './explain-token.js';
import { explainUserOf } from './explain-user.js';
import type { Explaining } from './explaining.js';
import { OwnerClient } from './owner-client.js';

/** Answers why: why somebody is in a team or not, why a token is refused, why a person is inactive or of a type. */
@Controller()
export class ExplainController {
  private readonly explaining: Explaining;

  constructor(
    @Inject(AuditReadModel) log: AuditReadModel,
    @Inject(OwnerClient) owners: OwnerClient,
    @Inject(NameClient) names: NameClient,
    @Inject(ListTurns) turns: ListTurns,
  ) {
    this.explaining = { log, owners, names, turns };
  }

  @QueryHandler(ExplainQueries.membership)
  membership(@QueryInput() { at, ...asked }: ExplainMembership): Promise<MembershipExplanation> {
    const now = new Date();
    if (at === undefined) return explainMembershipOf(this.explaining, asked, now);
    const moment = new Date(at);
    if (moment > now)
      throw new Refusal('audit-question-invalid', { problem: `"at:${at}" is yet to come: nobody can tell.` });
    return explainMembershipOf(this.explaining, { ...asked, at: moment }, now);
  }

  @QueryHandler(ExplainQueries.token)
  token(@QueryInput() { accountId, token }: ExplainToken): Promise<TokenExplanation> {
    return explainTokenOf(this.explaining, accountId, token.toLowerCase());
  }

  @QueryHandler(ExplainQueries.user)
  user(@QueryInput() { accountId, user }: ExplainUser): Promise<UserExplanation> {
    return explainUserOf(this.explaining, accountId, user);
  }
}
