import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf } from '../define/shape.js';
import { AccountBrief, AccountSummary, AnyAccount, PeopleCounts, RoleView } from './account-views.js';

/** One account, by id or slug. */
export class FindAccount {
  @IsString() readonly account: string;
}

/** A page of all accounts, by slug. */
export class ListAccounts {
  /** The slug that the page begins after. */
  @IsOptional() @IsString() readonly after?: string;
  @IsInt() @Min(1) @Max(1_000) readonly limit: number;
}

const base = { service: 'user-service', method: 'GET' } as const;

export const AccountQueries = {
  any: defineQuery({ ...base, path: '/internal/accounts', answer: AnyAccount }),
  list: defineQuery({
    ...base,
    path: '/internal/account-list',
    request: ListAccounts,
    answer: listOf(AccountBrief),
  }),
  find: defineQuery({ ...base, path: '/internal/accounts/:account', request: FindAccount, answer: AccountSummary }),
  roles: defineQuery({
    ...base,
    path: '/internal/accounts/:account/roles',
    request: FindAccount,
    answer: listOf(RoleView),
  }),
  people: defineQuery({
    ...base,
    path: '/internal/accounts/:account/people-counts',
    request: FindAccount,
    answer: PeopleCounts,
  }),
} as const;
