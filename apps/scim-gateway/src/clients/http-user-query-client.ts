import {
  AccountQueries,
  PasswordQueries,
  Refusal,
  soughtUserName,
  UserQueries,
  type FindUserIds,
  type PasswordForecast,
  type PasswordWrite,
  type RoleView,
  type SearchUsers,
  type UserBrief,
  type UserLookUp,
  type UserPage,
  type UserView,
} from '@rollcall/contracts';
import { queryOptions } from '@rollcall/gateway-kit';
import { RequestBatcher, type InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';

/** What handlers ask, and fakes answer. */
export type UserQueryClient = Pick<HttpUserQueryClient, keyof HttpUserQueryClient>;

/**
 * Reads from user-service: what was committed before the call, and only of the caller's account. Rejects with `Refusal`
 * (`user-not-found`, `filter-not-supported`, `account-not-found`) where the service refuses, and with
 * `ServiceUnavailable` where it does not answer in the remaining time. Look-ups by id or userName are batched, and so
 * are questions about passwords.
 */
export class HttpUserQueryClient {
  private readonly lookUps: RequestBatcher<UserLookUp, UserView | null>;
  private readonly passwords: RequestBatcher<PasswordWrite, PasswordForecast>;

  constructor(private readonly http: InternalHttpClient) {
    this.lookUps = new RequestBatcher({
      service: 'user-service',
      accountOf: ({ accountId }) => accountId,
      ask: (lookUps, options) => http.ask(UserQueries.lookUps, { lookUps: [...lookUps] }, options),
    });
    this.passwords = new RequestBatcher({
      service: 'user-service',
      accountOf: ({ accountId }) => accountId,
      ask: (writes, options) => http.ask(PasswordQueries.takes, { writes: [...writes] }, options),
    });
  }

  async find(userId: string, call: Call): Promise<UserView> {
    const lookUp = { accountId: call.accountId, scope: 'all', by: 'id', value: userId } as const;
    const user = await this.lookUps.ask(lookUp, queryOptions(call));
    if (!user) throw new Refusal('user-not-found', { userId });
    return user;
  }

  async search(query: Omit<SearchUsers, 'accountId'>, call: Call): Promise<UserPage> {
    const { accountId } = call;
    const value = soughtUserName(query);
    if (value === undefined) {
      return this.http.ask(UserQueries.search, { accountId, ...query }, queryOptions(call));
    }
    const user = await this.lookUps.ask({ accountId, scope: query.scope, by: 'userName', value }, queryOptions(call));
    return user ? { total: 1, users: [user] } : { total: 0, users: [] };
  }

  /** The ids of the users who fulfil a filter; refuses `too-many-found` beyond `maxIds`. */
  async ids(filter: FindUserIds['filter'], call: Call): Promise<readonly string[]> {
    const { ids } = await this.http.ask(UserQueries.ids, { accountId: call.accountId, filter }, queryOptions(call));
    return ids;
  }

  /** Names of many users at once; unknown users are left out. */
  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]> {
    return this.http.ask(UserQueries.briefs, { accountId: call.accountId, userIds }, queryOptions(call));
  }

  /**
   * Whether a password in this write would be taken (rules 5, 6), and what it must not be. The answer is of this moment: the
   * command itself is refused (`password-needed`) where it has changed.
   */
  forecastPassword(write: Omit<PasswordWrite, 'accountId'>, call: Call): Promise<PasswordForecast> {
    return this.passwords.ask({ ...write, accountId: call.accountId }, queryOptions(call));
  }

  /** The account's custom roles: their ids are user types too. */
  roles(call: Call): Promise<readonly RoleView[]> {
    return this.http.ask(AccountQueries.roles, { account: call.accountId }, queryOptions(call));
  }
}
