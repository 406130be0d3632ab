import type { Filter } from '../filter.js';
import type { UserView } from './user-view.js';

/** `POST /internal/users/search` of user-service. Order is creation order and stable. */
export interface SearchUsers {
  readonly accountId: string;
  readonly filter?: Filter;
  /** `default` = as the account's `directoryScope` setting says (rule 9). Released users are never found. */
  readonly scope: 'default' | 'managed' | 'all';
  /** How many to leave out at the beginning, from 0. */
  readonly offset: number;
  /** How many at most, 0 to 1,000. */
  readonly limit: number;
}

export interface UserPage {
  readonly total: number;
  readonly users: readonly UserView[];
}

/** `POST /internal/users/check-password` of user-service: does this password sign this active person in (rule 6)? */
export interface CheckPassword {
  readonly accountId: string;
  readonly userName: string;
  readonly password: string;
}

/** Internal HTTP of user-service; answers are JSON; a refusal is `{ code, facts }` with 404, 422 or 409. */
export const UserQueries = {
  search: '/internal/users/search',
  /** GET `…/accounts/{accountId}/users/{userId}`: a `UserView`; released users are found only with `?released=true`. */
  one: (accountId: string, userId: string) => `/internal/accounts/${accountId}/users/${encodeURIComponent(userId)}`,
  checkPassword: '/internal/users/check-password',
} as const;
