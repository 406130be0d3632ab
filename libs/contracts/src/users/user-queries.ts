import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf, nullable } from '../define/shape.js';
import { IsFilter, type Filter } from '../filter.js';
import { PagePlace, SortOrder } from '../page.js';
import { ListOf, Nested } from '../schema/nested.js';
import { ListPeople, PeoplePage } from './people-queries.js';
import { UserBrief, UserView } from './user-view.js';

/** The users that a search includes; `default` = as the account's `directoryScope` setting says (rule 9). */
export const scopes = ['default', 'managed', 'all'] as const;
export type Scope = (typeof scopes)[number];

/** The order is that of creation where no other is asked for, and stable. Released users are never found. */
export class SearchUsers {
  @IsUUID() readonly accountId: string;
  @IsOptional() @IsFilter() readonly filter?: Filter;
  @IsIn(scopes) readonly scope: Scope;
  @IsOptional() @Nested(() => SortOrder) readonly sort?: SortOrder;
  /** The `next` or `previous` of another page of the same search; the offset is then 0. */
  @IsOptional() @Nested(() => PagePlace) readonly place?: PagePlace;
  /** How many users to skip, from 0. */
  @IsInt() @Min(0) readonly offset: number;
  /** The largest number of users to return, 0 to 1,000. */
  @IsInt() @Min(0) @Max(1_000) readonly limit: number;
  /** The `total` of another page of the same search: users are not counted again. */
  @IsOptional() @IsInt() @Min(0) readonly total?: number;
}

export class UserPage {
  @IsInt() readonly total: number;
  @ListOf(() => UserView) readonly users: UserView[];
  /** Where the next page begins; absent on the last one. */
  @IsOptional() @Nested(() => PagePlace) readonly next?: PagePlace;
  /** Where the page before ends; absent on the first one. */
  @IsOptional() @Nested(() => PagePlace) readonly previous?: PagePlace;
}

/** The users who fulfil a filter, as ids: for filters of another service's resources. */
export class FindUserIds {
  @IsUUID() readonly accountId: string;
  @IsFilter() readonly filter: Filter;
}

/** So many ids one service tells another at most. */
export const maxIds = 100_000;

export class FoundIds {
  @IsArray() @IsString({ each: true }) readonly ids: string[];
}

/** Looks for one user by a unique attribute. */
export class UserLookUp {
  @IsString() readonly accountId: string;
  @IsIn(scopes) readonly scope: Scope;
  @IsIn(['id', 'userName']) readonly by: 'id' | 'userName';
  /** Any text. */
  @IsString() readonly value: string;
}

/** At most 500, about any accounts. */
export class LookUpUsers {
  @ListOf(() => UserLookUp, 500) readonly lookUps: UserLookUp[];
}

/** Whether this is the password of this active user (rule 6). */
export class CheckPassword {
  @IsUUID() readonly accountId: string;
  @IsString() @MaxLength(320) readonly userName: string;
  @IsString() @MaxLength(1_024) readonly password: string;
}

export class PasswordVerdict {
  @IsBoolean() readonly signsIn: boolean;
  @IsOptional() @IsUUID() readonly userId?: string;
}

/** At most 5,000 ids, any text; unknown ids are left out. */
export class FindUserBriefs {
  @IsUUID() readonly accountId: string;
  @IsArray() @ArrayMaxSize(5_000) @IsString({ each: true }) readonly userIds: readonly string[];
  /** With each person's `displayName`: most askers need none, and reading it costs more than all else. */
  @IsOptional() @IsBoolean() readonly withNames?: boolean;
}

export class FindUser {
  @IsString() readonly accountId: string;
  @IsString() readonly userId: string;
  /** Released users are found only when this is set. */
  @IsOptional() @IsBoolean() readonly released?: boolean;
}

const base = { service: 'user-service', method: 'POST' } as const;

export const UserQueries = {
  search: defineQuery({ ...base, path: '/internal/users/search', request: SearchUsers, answer: UserPage }),
  /** Answers in the same order, `null` where there is no such user. */
  lookUps: defineQuery({
    ...base,
    path: '/internal/users/look-ups',
    request: LookUpUsers,
    answer: listOf(nullable(UserView)),
  }),
  /** Released ones too; refuses with `too-many-found` beyond `maxIds`. */
  ids: defineQuery({ ...base, path: '/internal/users/ids', request: FindUserIds, answer: FoundIds }),
  people: defineQuery({ ...base, path: '/internal/users/people', request: ListPeople, answer: PeoplePage }),
  briefs: defineQuery({ ...base, path: '/internal/users/briefs', request: FindUserBriefs, answer: listOf(UserBrief) }),
  find: defineQuery({
    service: 'user-service',
    method: 'GET',
    path: '/internal/accounts/:accountId/users/:userId',
    request: FindUser,
    answer: UserView,
  }),
  checkPassword: defineQuery({
    ...base,
    path: '/internal/users/check-password',
    request: CheckPassword,
    answer: PasswordVerdict,
  }),
} as const;

/** The userName, where a search is for exactly one userName: identity providers send this search before every write. */
export function soughtUserName({ filter, offset, limit, place }: Omit<SearchUsers, 'accountId'>): string | undefined {
  if (filter?.is !== 'equals' || filter.attribute !== 'userName' || typeof filter.value !== 'string') return undefined;
  return offset === 0 && limit > 0 && !place ? filter.value : undefined;
}
