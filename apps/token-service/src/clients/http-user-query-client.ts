import { Refusal, UserQueries } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Creator } from '../domain/token-state.js';
import type { UserQueryClient } from './user-query-client.js';

const timeoutMs = 1_000;

/** Calls user-service's internal port. */
export class HttpUserQueryClient implements UserQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

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
