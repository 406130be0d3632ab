import type { AccountSummary, ListPeople, PeoplePage, RoleView, UserBrief, UserView } from '@rollcall/contracts';
import type { CallOptions } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';

/**
 * Reads from user-service: what was committed before the call, and only of the caller's account. Rejects with `Refusal`
 * (`user-not-found`, `account-not-found`) where the service refuses, and with `ServiceUnavailable` where it does not
 * answer in the remaining time.
 */
export interface UserQueryClient {
  /** Finds released users too. */
  find(userId: string, call: Call): Promise<UserView>;
  people(query: Omit<ListPeople, 'accountId'>, call: Call): Promise<PeoplePage>;
  /** Names of users that are shown beside other things; unknown users are left out. At most 5,000. */
  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]>;
  roles(call: Call): Promise<readonly RoleView[]>;
  account(call: Call): Promise<AccountSummary>;
  /** Whether there is any account. */
  hasAccounts(options: CallOptions): Promise<boolean>;
}
