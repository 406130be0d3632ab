import type { AccountView, UserBrief } from '@rollcall/contracts';

/** Queries to user-service about users and accounts. They reject with `ServiceUnavailable` where it does not answer. */
export interface UserQueryClient {
  /** Those of at most `maxUsersPerQuery` users who exist, released users included. */
  briefs(accountId: string, userIds: readonly string[]): Promise<readonly UserBrief[]>;
  account(accountId: string): Promise<AccountView | undefined>;
}
