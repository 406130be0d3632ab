import { Controller, Inject } from '@nestjs/common';
import { Answer, QueryClient, type Queries } from '@rollcall/gateway-kit';
import * as routes from '../contract/lookup-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { lookUp } from '../resources/lookup.js';
import { Checked, Serve } from './serve.js';

/** What an id, an address or a name is. */
@Controller()
export class LookupController {
  constructor(@Inject(QueryClient) private readonly queries: Queries) {}

  @Serve(routes.lookup)
  async lookup(@Checked() { query, call, session }: CheckedRequest<typeof routes.lookup>) {
    const { accountId, rights } = session;
    return new Answer(await lookUp(this.queries, { accountId, text: query.text.trim(), rights }, call));
  }
}
