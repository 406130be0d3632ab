import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  AccountCommands,
  ChangeAccountSettings,
  CreateAccount,
  CreateRole,
  DeleteRole,
  RenameRole,
} from '@rollcall/contracts';
import { Command, State } from '@rollcall/messaging';
import { decideChangeSettings } from '../domain/account/change-settings.js';
import { decideDeleteRole, decideRenameRole } from '../domain/account/change-roles.js';
import { decideCreateAccount } from '../domain/account/create-account.js';
import { decideCreateRole } from '../domain/account/create-role.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';

const whole = ({ accountId }: { accountId: string }): UserReads => ({ accountId, changesAccount: true });

/** What operators and admins ask about accounts. */
@Controller()
export class AccountCommandsController {
  @Command(AccountCommands.create, ({ accountId, slug, onlyIfFirst = false }): UserReads => ({
    accountId,
    slug,
    changesAccount: true,
    isFirst: onlyIfFirst,
  }))
  create(@Payload() command: CreateAccount, @State() state: UserState) {
    return decideCreateAccount(command, state, new Date());
  }

  @Command(AccountCommands.changeSettings, whole)
  changeSettings(@Payload() command: ChangeAccountSettings, @State() state: UserState) {
    return decideChangeSettings(command, state);
  }

  @Command(AccountCommands.createRole, whole)
  createRole(@Payload() command: CreateRole, @State() state: UserState) {
    return decideCreateRole(command, state);
  }

  @Command(AccountCommands.renameRole, whole)
  renameRole(@Payload() command: RenameRole, @State() state: UserState) {
    return decideRenameRole(command, state);
  }

  @Command(AccountCommands.deleteRole, ({ accountId, roleId }): UserReads => ({
    accountId,
    roleId,
    changesAccount: true,
  }))
  deleteRole(@Payload() command: DeleteRole, @State() state: UserState) {
    return decideDeleteRole(command, state);
  }
}
