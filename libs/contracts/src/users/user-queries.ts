import type { Filter } from '../filter.js';
import type { ManagedBy, UserView } from './user-view.js';

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

/** Somebody who is looked for by what only one can have. */
export interface UserLookUp extends Pick<SearchUsers, 'accountId' | 'scope'> {
  readonly by: 'id' | 'userName';
  /** Any text. */
  readonly value: string;
}

/** `POST /internal/users/look-ups` of user-service: at most 500, of any accounts. Answers in the same order, `null` for nobody. */
export interface LookUpUsers {
  readonly lookUps: readonly UserLookUp[];
}

/**
 * `POST /internal/users/people` of user-service: who belongs to the account, the released too, in creation order. A search looks at a
 * bounded number of people, so a page may be shorter than asked for, or empty, and still have a `next`.
 */
export interface ListPeople {
  readonly accountId: string;
  /** The `next` of the page before. */
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

/** `POST /internal/users/check-password` of user-service: does this password sign this active person in (rule 6)? */
export interface CheckPassword {
  readonly accountId: string;
  readonly userName: string;
  readonly password: string;
}

/** `POST /internal/users/briefs` of user-service: at most 5,000 ids, any text; who is not there is left out. */
export interface AskUserBriefs {
  readonly accountId: string;
  readonly userIds: readonly string[];
}

/** What other services keep of a user, or show beside its id; released users too, said as such. */
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

/** A search that is nothing but one userName: the one that identity providers ask before every write. */
export function soughtUserName({ filter, offset, limit }: Omit<SearchUsers, 'accountId'>): string | undefined {
  if (filter?.is !== 'equals' || filter.attribute !== 'userName' || typeof filter.value !== 'string') return undefined;
  return offset === 0 && limit > 0 ? filter.value : undefined;
}
