import { Controller, Inject } from '@nestjs/common';
import { AuditQueries } from '@rollcall/contracts';
import { Answer, QueryClient, type Queries } from '@rollcall/gateway-kit';
import * as routes from '../contract/audit-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

/** What happened in the account. audit-service finds it, and tells it in sentences. */
@Controller()
export class AuditController {
  constructor(@Inject(QueryClient) private readonly queries: Queries) {}

  @Serve(routes.findAuditEntries)
  async entries(@Checked() { query, reading }: CheckedRequest<typeof routes.findAuditEntries>) {
    return new Answer(
      await this.queries.ask(AuditQueries.entries, { ...query, accountId: reading.accountId }, reading),
    );
  }

  @Serve(routes.findAuditRequest)
  async request(@Checked() { params, reading }: CheckedRequest<typeof routes.findAuditRequest>) {
    return new Answer(
      await this.queries.ask(AuditQueries.request, { ...params, accountId: reading.accountId }, reading),
    );
  }

  @Serve(routes.countAuditEntries)
  async volume(@Checked() { query, reading }: CheckedRequest<typeof routes.countAuditEntries>) {
    return new Answer(await this.queries.ask(AuditQueries.volume, { ...query, accountId: reading.accountId }, reading));
  }
}
