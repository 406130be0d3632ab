import { AccountQueries, Refusal, UserQueries, type AccountView, type UserBrief } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';

/** Queries user-service about the users and accounts to replicate. Rejects with `ServiceUnavailable` where it does not answer. */
export class ReplicaQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

  /** Those of at most `maxUsersPerQuery` users who exist, released users included. */
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
