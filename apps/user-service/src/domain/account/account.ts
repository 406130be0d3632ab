import type { AccountSettings, AccountView, ClosingView, RoleView } from '@rollcall/contracts';

/** One customer of the product, with everything that the decisions about its users depend on. */
export interface Account {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly version: number;
  readonly settings: AccountSettings;
  readonly roles: readonly RoleView[];
  /** Its term runs; absent where nobody closes it. */
  readonly closing?: ClosingView;
}

/** The account as queries and replies show it. */
export function accountView({ id, slug, name, version, settings, closing }: Account): AccountView {
  return { id, slug, name, version, settings, ...(closing === undefined ? {} : { closing }) };
}
