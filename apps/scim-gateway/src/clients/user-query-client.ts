import type { RoleView, SearchUsers, UserBrief, UserPage, UserView } from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/**
 * Reads from user-service. Every answer holds what was committed before the question was asked, and only of the caller's
 * account. Rejects with `Refusal` (`user-not-found`, `filter-not-supported`, `account-not-found`) where the service says no,
 * with `ServiceUnavailable` where it gives no answer in the time that is left.
 */
export interface UserQueryClient {
  find(userId: string, call: Call): Promise<UserView>;
  search(query: Omit<SearchUsers, 'accountId'>, call: Call): Promise<UserPage>;
  /** What is shown of many people at once; who is not there is left out. */
  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]>;
  /** The account's own roles: their ids are user types too. */
  roles(call: Call): Promise<readonly RoleView[]>;
}
