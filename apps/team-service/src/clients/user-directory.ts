import { AccountQueries, Refusal, UserQueries, type AccountView, type UserBrief } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { PeopleAndAccounts } from '../persistence/acquaintances.js';

/** The most people that one question names. */
const briefsAtOnce = 5_000;

/** Asks the owner of users and accounts over its internal port. Rejects with `ServiceUnavailable` where it does not answer. */
export class UserDirectory implements PeopleAndAccounts {
  constructor(private readonly http: InternalHttpClient) {}

  async briefs(accountId: string, userIds: readonly string[]): Promise<UserBrief[]> {
    const found: UserBrief[] = [];
    for (let at = 0; at < userIds.length; at += briefsAtOnce) {
      const some = userIds.slice(at, at + briefsAtOnce);
      found.push(...(await this.http.query<UserBrief[]>(UserQueries.briefs, { accountId, userIds: some })));
    }
    return found;
  }

  async account(accountId: string): Promise<AccountView | undefined> {
    try {
      return await this.http.get<AccountView>(AccountQueries.one(accountId));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'account-not-found') return undefined;
      throw error;
    }
  }
}
