import {
  AccountQueries,
  UserQueries,
  type RoleView,
  type SearchUsers,
  type UserBrief,
  type UserPage,
  type UserView,
} from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import { optionsOf } from './call-options.js';
import type { UserDirectory } from './user-directory.js';

/** Asks over user-service's internal port. */
export class HttpUserDirectory implements UserDirectory {
  constructor(private readonly http: InternalHttpClient) {}

  find(userId: string, call: Call): Promise<UserView> {
    return this.http.get<UserView>(UserQueries.one(call.accountId, userId), optionsOf(call));
  }

  search(query: Omit<SearchUsers, 'accountId'>, call: Call): Promise<UserPage> {
    const question: SearchUsers = { accountId: call.accountId, ...query };
    return this.http.query<UserPage>(UserQueries.search, question, optionsOf(call));
  }

  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]> {
    return this.http.query<UserBrief[]>(UserQueries.briefs, { accountId: call.accountId, userIds }, optionsOf(call));
  }

  roles(call: Call): Promise<readonly RoleView[]> {
    return this.http.get<RoleView[]>(AccountQueries.roles(call.accountId), optionsOf(call));
  }
}
