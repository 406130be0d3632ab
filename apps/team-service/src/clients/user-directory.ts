import { AccountQueries, Refusal, UserQueries, type AccountView, type UserBrief } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { PeopleAndAccounts } from '../persistence/acquaintances.js';

/** The most people that one question names. */
const briefsAtOnce = 2_500;
/** How many questions are under way: a push of everybody must not keep all others from asking. */
const questionsAtOnce = 3;

/** Asks the owner of users and accounts over its internal port. Rejects with `ServiceUnavailable` where it does not answer. */
export class UserDirectory implements PeopleAndAccounts {
  constructor(private readonly http: InternalHttpClient) {}

  async briefs(accountId: string, userIds: readonly string[]): Promise<UserBrief[]> {
    const chunks = Array.from({ length: Math.ceil(userIds.length / briefsAtOnce) }, (_, i) =>
      userIds.slice(i * briefsAtOnce, (i + 1) * briefsAtOnce),
    );
    const ask = (some: readonly string[]) =>
      this.http.query<UserBrief[]>(UserQueries.briefs, { accountId, userIds: some });
    const found: UserBrief[] = [];
    for (let at = 0; at < chunks.length; at += questionsAtOnce) {
      found.push(...(await Promise.all(chunks.slice(at, at + questionsAtOnce).map(ask))).flat());
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
