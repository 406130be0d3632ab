import { Controller, Inject } from '@nestjs/common';
import { ExplainQueries } from '@rollcall/contracts';
import { Answer, QueryClient, type Queries } from '@rollcall/gateway-kit';
import * as routes from '../contract/explain-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

/** Why something is so. audit-service tells it. */
@Controller()
export class ExplainController {
  constructor(@Inject(QueryClient) private readonly queries: Queries) {}

  @Serve(routes.explainMembership)
  async membership(@Checked() { query, reading }: CheckedRequest<typeof routes.explainMembership>) {
    const asked = { ...query, accountId: reading.accountId };
    return new Answer(await this.queries.ask(ExplainQueries.membership, asked, reading));
  }

  @Serve(routes.explainToken)
  async token(@Checked() { query, reading }: CheckedRequest<typeof routes.explainToken>) {
    return new Answer(
      await this.queries.ask(ExplainQueries.token, { ...query, accountId: reading.accountId }, reading),
    );
  }

  @Serve(routes.explainUser)
  async user(@Checked() { query, reading }: CheckedRequest<typeof routes.explainUser>) {
    return new Answer(await this.queries.ask(ExplainQueries.user, { ...query, accountId: reading.accountId }, reading));
  }
}
