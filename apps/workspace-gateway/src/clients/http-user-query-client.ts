import {
  AccountQueries,
  UserQueries,
  type AccountSummary,
  type ListPeople,
  type PeoplePage,
  type RoleView,
  type UserBrief,
  type UserView,
} from '@rollcall/contracts';
import type { CallOptions, InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import { optionsOf } from './call-options.js';
import type { UserQueryClient } from './user-query-client.js';

/** Calls user-service's internal port. */
export class HttpUserQueryClient implements UserQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

  find(userId: string, call: Call): Promise<UserView> {
    return this.http.get<UserView>(`${UserQueries.one(call.accountId, userId)}?released=true`, optionsOf(call));
  }

  people(query: Omit<ListPeople, 'accountId'>, call: Call): Promise<PeoplePage> {
    const question: ListPeople = { accountId: call.accountId, ...query };
    return this.http.query<PeoplePage>(UserQueries.people, question, optionsOf(call));
  }

  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]> {
    if (userIds.length === 0) return Promise.resolve([]);
    return this.http.query<UserBrief[]>(UserQueries.briefs, { accountId: call.accountId, userIds }, optionsOf(call));
  }

  roles(call: Call): Promise<readonly RoleView[]> {
    return this.http.get<RoleView[]>(AccountQueries.roles(call.accountId), optionsOf(call));
  }

  account(call: Call): Promise<AccountSummary> {
    return this.http.get<AccountSummary>(AccountQueries.one(call.accountId), optionsOf(call));
  }

  async hasAccounts(options: CallOptions): Promise<boolean> {
    return (await this.http.get<{ any: boolean }>(AccountQueries.any, options)).any;
  }
}
