import type { Filter } from '../filter.js';
import type { ManagedBy, UserView } from './user-view.js';

/** `POST /internal/users/search` of user-service. Order is creation order and stable. */
export interface SearchUsers {
  readonly accountId: string;
  readonly filter?: Filter;
  /** `default` = as the account's `directoryScope` setting says (rule 9). Released users are never found. */
  readonly scope: 'default' | 'managed' | 'all';
  /** How many users to skip, from 0. */
  readonly offset: number;
  /** The largest number of users to return, 0 to 1,000. */
  readonly limit: number;
}

export interface UserPage {
  readonly total: number;
  readonly users: readonly UserView[];
}

/** Looks for one user by a unique attribute. */
export interface UserLookUp extends Pick<SearchUsers, 'accountId' | 'scope'> {
  readonly by: 'id' | 'userName';
  /** Any text. */
  readonly value: string;
}

/**
 * `POST /internal/users/look-ups` of user-service: at most 500, about any accounts. Answers in the same order, `null`
 * where there is no such user.
 */
export interface LookUpUsers {
  readonly lookUps: readonly UserLookUp[];
}

/**
 * `POST /internal/users/people` of user-service: all users of the account, released ones too, in creation order. A
 * search reads a bounded number of users, so a page may be shorter than requested, or empty, and still have a `next`.
 */
export interface ListPeople {
  readonly accountId: string;
  /** The `next` of the previous page. */
  readonly after?: string;
  /** 1 to 200. */
  readonly limit: number;
  /** A part of the name or of the e-mail address, without regard to case. */
  readonly search?: string;
  readonly active?: boolean;
  readonly userType?: string;
  readonly managedBy?: ManagedBy;
}

export interface PeoplePage {
  readonly users: readonly UserView[];
  readonly next?: string;
}

/** `POST /internal/users/check-password` of user-service: is this the password of this active user (rule 6)? */
export interface CheckPassword {
  readonly accountId: string;
  readonly userName: string;
  readonly password: string;
}

/** `POST /internal/users/briefs` of user-service: at most 5,000 ids, any text; unknown ids are left out. */
export interface AskUserBriefs {
  readonly accountId: string;
  readonly userIds: readonly string[];
}

/** What other services store of a user, or show beside its id; released users are included, and marked so. */
export interface UserBrief {
  readonly id: string;
  readonly version: number;
  readonly userName: string;
  readonly active: boolean;
  readonly managedBy: ManagedBy;
  readonly released: boolean;
}

/** Internal HTTP of user-service; answers are JSON; a refusal is `{ code, facts }` with 404, 422 or 409. */
export const UserQueries = {
  search: '/internal/users/search',
  /** POST `LookUpUsers`: `(UserView | null)[]`. */
  lookUps: '/internal/users/look-ups',
  /** POST `ListPeople`: a `PeoplePage`. */
  people: '/internal/users/people',
  /** POST `AskUserBriefs`: `UserBrief[]`. */
  briefs: '/internal/users/briefs',
  /** GET `…/accounts/{accountId}/users/{userId}`: a `UserView`; released users are found only with `?released=true`. */
  one: (accountId: string, userId: string) => `/internal/accounts/${accountId}/users/${encodeURIComponent(userId)}`,
  checkPassword: '/internal/users/check-password',
} as const;

/** The userName, where a search is for exactly one userName: identity providers send this search before every write. */
export function soughtUserName({ filter, offset, limit }: Omit<SearchUsers, 'accountId'>): string | undefined {
  if (filter?.is !== 'equals' || filter.attribute !== 'userName' || typeof filter.value !== 'string') return undefined;
  return offset === 0 && limit > 0 ? filter.value : undefined;
}
