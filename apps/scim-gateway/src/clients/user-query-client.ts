import type {
  FindUserIds,
  PasswordForecast,
  PasswordWrite,
  RoleView,
  SearchUsers,
  UserBrief,
  UserPage,
  UserView,
} from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/**
 * Reads from user-service: what was committed before the call, and only of the caller's account. Rejects with `Refusal`
 * (`user-not-found`, `filter-not-supported`, `account-not-found`) where the service refuses, and with
 * `ServiceUnavailable` where it does not answer in the remaining time.
 */
export interface UserQueryClient {
  find(userId: string, call: Call): Promise<UserView>;
  search(query: Omit<SearchUsers, 'accountId'>, call: Call): Promise<UserPage>;
  /** The ids of the users who fulfil a filter; refuses `too-many-found` beyond `maxIds`. */
  ids(filter: FindUserIds['filter'], call: Call): Promise<readonly string[]>;
  /** Names of many users at once; unknown users are left out. */
  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]>;
  /**
   * Whether a password in this write would be taken (rules 5, 6), and what it must not be. The answer is of this moment: the
   * command itself is refused (`password-needed`) where it has changed.
   */
  forecastPassword(write: Omit<PasswordWrite, 'accountId'>, call: Call): Promise<PasswordForecast>;
  /** The account's custom roles: their ids are user types too. */
  roles(call: Call): Promise<readonly RoleView[]>;
}
