import { Refusal, UserQueries } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Creator } from '../domain/token-state.js';

const timeoutMs = 1_000;

/** Queries user-service, which owns the users, about those who generate tokens. */
export class CreatorQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

  /**
   * The present state of a user, read from committed facts; undefined where the account shows no user with this id
   * (released ones included). Rejects with `ServiceUnavailable` when there is no answer within a second.
   */
  async creator(accountId: string, userId: string): Promise<Creator | undefined> {
    try {
      const user = await this.http.ask(UserQueries.find, { accountId, userId }, { timeoutMs });
      return { accountId, userId, version: user.version, isActiveAdmin: user.active && user.userType === 'admin' };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'user-not-found') return undefined;
      throw error;
    }
  }
}
