import type { AccountSettings, AccountView, RoleView } from '@rollcall/contracts';

/** One customer of the product, with what decides about its users. */
export interface Account {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly version: number;
  readonly settings: AccountSettings;
  readonly roles: readonly RoleView[];
}

/** The account as others see it. */
export function accountView({ id, slug, name, version, settings }: Account): AccountView {
  return { id, slug, name, version, settings };
}
