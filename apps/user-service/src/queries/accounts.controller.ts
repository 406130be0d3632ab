import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Refusal, type AccountSummary, type RoleView } from '@rollcall/contracts';
import { UserDirectory } from '../persistence/user-directory.js';

/** What gateways and operators ask about accounts; `account` is an id or a slug. */
@Controller('/internal/accounts/:account')
export class AccountsController {
  constructor(@Inject(UserDirectory) private readonly directory: UserDirectory) {}

  @Get()
  async one(@Param('account') account: string): Promise<AccountSummary> {
    const found = await this.directory.account(account);
    if (!found) throw new Refusal('account-not-found');
    return found;
  }

  @Get('roles')
  async roles(@Param('account') account: string): Promise<RoleView[]> {
    const roles = await this.directory.roles(account);
    if (!roles) throw new Refusal('account-not-found');
    return roles;
  }
}
