import { IsString } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf } from '../define/shape.js';
import { AccountSummary, AnyAccount, RoleView } from './account-views.js';

/** One account, by id or slug. */
export class FindAccount {
  @IsString() readonly account: string;
}

const base = { service: 'user-service', method: 'GET' } as const;

export const AccountQueries = {
  any: defineQuery({ ...base, path: '/internal/accounts', answer: AnyAccount }),
  find: defineQuery({ ...base, path: '/internal/accounts/:account', request: FindAccount, answer: AccountSummary }),
  roles: defineQuery({
    ...base,
    path: '/internal/accounts/:account/roles',
    request: FindAccount,
    answer: listOf(RoleView),
  }),
} as const;
