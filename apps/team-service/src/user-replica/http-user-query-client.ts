import { AccountQueries, Refusal, UserQueries, type AccountView, type UserBrief } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { UserQueryClient } from './user-query-client.js';

/**
 * Queries user-service over its internal port. Rejects with `ServiceUnavailable` where user-service does not answer.
 */
export class HttpUserQueryClient implements UserQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

  briefs(accountId: string, userIds: readonly string[]): Promise<UserBrief[]> {
    return this.http.ask(UserQueries.briefs, { accountId, userIds });
  }

  async account(accountId: string): Promise<AccountView | undefined> {
    try {
      return await this.http.ask(AccountQueries.find, { account: accountId });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'account-not-found') return undefined;
      throw error;
    }
  }
}
