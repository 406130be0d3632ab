import {
  AccountQueries,
  Refusal,
  soughtUserName,
  UserQueries,
  type RoleView,
  type SearchUsers,
  type UserBrief,
  type UserLookUp,
  type UserPage,
  type UserView,
} from '@rollcall/contracts';
import { RequestBatcher, type InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import { optionsOf } from './call-options.js';
import type { UserQueryClient } from './user-query-client.js';

/** Calls user-service's internal port. Look-ups by id or userName are batched. */
export class HttpUserQueryClient implements UserQueryClient {
  private readonly lookUps: RequestBatcher<UserLookUp, UserView | null>;

  constructor(private readonly http: InternalHttpClient) {
    this.lookUps = new RequestBatcher({
      service: 'user-service',
      ask: (lookUps, options) => http.query<(UserView | null)[]>(UserQueries.lookUps, { lookUps }, options),
    });
  }

  async find(userId: string, call: Call): Promise<UserView> {
    const lookUp = { accountId: call.accountId, scope: 'all', by: 'id', value: userId } as const;
    const user = await this.lookUps.ask(lookUp, optionsOf(call));
    if (!user) throw new Refusal('user-not-found', { userId });
    return user;
  }

  async search(query: Omit<SearchUsers, 'accountId'>, call: Call): Promise<UserPage> {
    const { accountId } = call;
    const value = soughtUserName(query);
    if (value === undefined) {
      return this.http.query<UserPage>(UserQueries.search, { accountId, ...query }, optionsOf(call));
    }
    const user = await this.lookUps.ask({ accountId, scope: query.scope, by: 'userName', value }, optionsOf(call));
    return user ? { total: 1, users: [user] } : { total: 0, users: [] };
  }

  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]> {
    return this.http.query<UserBrief[]>(UserQueries.briefs, { accountId: call.accountId, userIds }, optionsOf(call));
  }

  roles(call: Call): Promise<readonly RoleView[]> {
    return this.http.get<RoleView[]>(AccountQueries.roles(call.accountId), optionsOf(call));
  }
}
