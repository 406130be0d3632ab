import type { AccountView, UserBrief } from '@rollcall/contracts';

/** The owner of users and accounts. Rejects with `ServiceUnavailable` where it does not answer. */
export interface UserQueryClient {
  /** Those of at most `maxUsersPerQuery` people who are there, the released too. */
  briefs(accountId: string, userIds: readonly string[]): Promise<readonly UserBrief[]>;
  account(accountId: string): Promise<AccountView | undefined>;
}
