import type { AccountSettings, AccountView, RoleView } from '@rollcall/contracts';

/** One customer of the product, with everything that the decisions about its users depend on. */
export interface Account {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly version: number;
  readonly settings: AccountSettings;
  readonly roles: readonly RoleView[];
}

/** The account as queries and replies show it. */
export function accountView({ id, slug, name, version, settings }: Account): AccountView {
  return { id, slug, name, version, settings };
}
