import type { Creator } from '../domain/token-book.js';

/** Asks the owner of users. */
export interface UserDirectory {
  /**
   * Who this is right now, read from committed facts; undefined where the account shows nobody with this id (released
   * people included). Rejects when there is no answer within two seconds.
   */
  creator(accountId: string, userId: string): Promise<Creator | undefined>;
}
