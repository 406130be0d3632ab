import type { RoleBase } from './account-messages.js';
import type { AccountSettings } from './account-settings.js';

export interface RoleView {
  readonly id: string;
  readonly name: string;
  readonly basedOn: RoleBase;
}

/** Reply of `role.create` and `role.rename`. */
export interface RoleReply extends RoleView {
  /** The version of the account, which every role is part of. */
  readonly version: number;
}

export interface AccountView {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly version: number;
  readonly settings: AccountSettings;
}

/** An account with its counts. */
export interface AccountSummary extends AccountView {
  /** Active users: each is a seat (rule 5). */
  readonly seats: number;
  readonly users: number;
  readonly activeAdmins: number;
}

/** Internal HTTP of user-service about accounts. */
export const AccountQueries = {
  /** GET: `{ any }`, whether there is any account. */
  any: '/internal/accounts',
  /** GET: an `AccountSummary`; `account` is an id or a slug. */
  one: (account: string) => `/internal/accounts/${encodeURIComponent(account)}`,
  /** GET: `RoleView[]`. */
  roles: (account: string) => `/internal/accounts/${encodeURIComponent(account)}/roles`,
} as const;
