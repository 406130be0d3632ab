import type { AccountSummary, ListPeople, PeoplePage, RoleView, UserBrief, UserView } from '@rollcall/contracts';
import type { CallOptions } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';

/**
 * Reads from user-service. Every answer holds what was committed before the question was asked, and only of the caller's account. Rejects
 * with `Refusal` (`user-not-found`, `account-not-found`) where the service says no, with `ServiceUnavailable` where it gives no answer in
 * the time that is left.
 */
export interface UserQueryClient {
  /** Released people too. */
  find(userId: string, call: Call): Promise<UserView>;
  people(query: Omit<ListPeople, 'accountId'>, call: Call): Promise<PeoplePage>;
  /** What is shown of people beside others; who is not there is left out. At most 5,000. */
  briefs(userIds: readonly string[], call: Call): Promise<readonly UserBrief[]>;
  roles(call: Call): Promise<readonly RoleView[]>;
  account(call: Call): Promise<AccountSummary>;
  /** Whether there is any account. */
  hasAccounts(options: CallOptions): Promise<boolean>;
}
