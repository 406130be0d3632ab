import { TokenQueries, type TokenView } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import { optionsOf } from './call-options.js';
import type { TokenQueryClient } from './token-query-client.js';

/** Calls token-service's internal port. */
export class HttpTokenQueryClient implements TokenQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

  list(call: Call): Promise<readonly TokenView[]> {
    return this.http.get<TokenView[]>(TokenQueries.list(call.accountId), optionsOf(call));
  }
}
