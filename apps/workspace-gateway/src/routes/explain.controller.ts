import { Controller, Inject } from '@nestjs/common';
import { ExplainQueries } from '@rollcall/contracts';
import { Answer, QueryClient, type Queries } from '@rollcall/gateway-kit';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/explain-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

/** Why something is so. audit-service tells it. */
@Controller()
export class ExplainController {
  constructor(@Inject(QueryClient) private readonly queries: Queries) {}

  @Serve(routes.explainMembership)
  async membership(
    @Checked() { query, call }: CheckedRequest<typeof routes.explainMembership>,
  ): Promise<Answer<AnswerOf<typeof routes.explainMembership>>> {
    const asked = { ...query, accountId: call.accountId };
    return new Answer(await this.queries.ask(ExplainQueries.membership, asked, call));
  }

  @Serve(routes.explainToken)
  async token(
    @Checked() { query, call }: CheckedRequest<typeof routes.explainToken>,
  ): Promise<Answer<AnswerOf<typeof routes.explainToken>>> {
    return new Answer(await this.queries.ask(ExplainQueries.token, { ...query, accountId: call.accountId }, call));
  }

  @Serve(routes.explainUser)
  async user(
    @Checked() { query, call }: CheckedRequest<typeof routes.explainUser>,
  ): Promise<Answer<AnswerOf<typeof routes.explainUser>>> {
    return new Answer(await this.queries.ask(ExplainQueries.user, { ...query, accountId: call.accountId }, call));
  }
}
