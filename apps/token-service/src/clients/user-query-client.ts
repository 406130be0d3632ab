import type { Creator } from '../domain/token-state.js';

/** Queries user-service, which owns the users. */
export interface UserQueryClient {
  /**
   * The present state of a user, read from committed facts; undefined where the account shows no user with this id
   * (released ones included). Rejects with `ServiceUnavailable` when there is no answer within a second.
   */
  creator(accountId: string, userId: string): Promise<Creator | undefined>;
}
