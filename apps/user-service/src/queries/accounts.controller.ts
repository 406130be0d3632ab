import { Controller, Get, Inject, Param } from '@nestjs/common';
import { AccountQueries, Refusal, type AccountSummary, type RoleView } from '@rollcall/contracts';
import { AccountReadModel } from '../persistence/account-read-model.js';

/** What gateways and operators ask about accounts; `account` is an id or a slug. */
@Controller()
export class AccountsController {
  constructor(@Inject(AccountReadModel) private readonly accounts: AccountReadModel) {}

  @Get(AccountQueries.any)
  async any(): Promise<{ any: boolean }> {
    return { any: await this.accounts.any() };
  }

  @Get('/internal/accounts/:account')
  async one(@Param('account') account: string): Promise<AccountSummary> {
    const found = await this.accounts.account(account);
    if (!found) throw new Refusal('account-not-found');
    return found;
  }

  @Get('/internal/accounts/:account/roles')
  async roles(@Param('account') account: string): Promise<RoleView[]> {
    const roles = await this.accounts.roles(account);
    if (!roles) throw new Refusal('account-not-found');
    return roles;
  }
}
