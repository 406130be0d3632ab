import type { Creator } from '../domain/token-state.js';

/** Asks the owner of users. */
export interface UserQueryClient {
  /**
   * Who this is right now, read from committed facts; undefined where the account shows nobody with this id (released
   * people included). Rejects with `ServiceUnavailable` when there is no answer within a second.
   */
  creator(accountId: string, userId: string): Promise<Creator | undefined>;
}
