import type { Account } from './account/account.js';
import type { User } from './user/user.js';

/** What a decision may look at: loaded under locks, and as the decisions before it in the same batch left it. */
export interface UserState {
  account(accountId: string): Account | undefined;
  accountBySlug(slug: string): Account | undefined;
  /** Whether there is any account; no other one is made until the decision is committed. Only where that was asked for. */
  hasAccounts(): boolean;
  /** Anybody by id, released or not. */
  user(accountId: string, id: string): User | undefined;
  /** Anybody by userName, released or not: uniqueness looks at everybody (rule 9). */
  userNamed(accountId: string, userName: string): User | undefined;
  /** How many active admins the account has, counted under the lock of the account's row (rule 8). */
  activeAdmins(accountId: string): number;
  /** At least so many people have a custom role: 0 is certain, counted under the lock of the account's row. */
  usersWithRole(accountId: string, roleId: string): number;
  /** The link that somebody may set a password with. */
  link(accountId: string, userId: string): Link | undefined;
}

/** A one-time link: only its digest is known. */
export interface Link {
  readonly digest: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** What a decision changes. */
export type Change =
  | { readonly kind: 'user'; readonly before?: User; readonly after: User }
  | { readonly kind: 'password'; readonly accountId: string; readonly userId: string; readonly hash: string }
  /** A new link instead of the former one; none: it is used up. */
  | { readonly kind: 'link'; readonly accountId: string; readonly userId: string; readonly link?: Link }
  | { readonly kind: 'account'; readonly before?: Account; readonly after: Account };
