import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AccountCommands, ChangeAccountSettings, CreateAccount, CreateRole } from '@rollcall/contracts';
import { Command, State } from '@rollcall/messaging';
import { decideChangeSettings } from '../domain/change-settings.js';
import { decideCreateAccount } from '../domain/create-account.js';
import { decideCreateRole } from '../domain/create-role.js';
import type { Directory } from '../domain/directory.js';
import type { UserNeeds } from '../needs.js';

const whole = ({ accountId }: { accountId: string }): UserNeeds => ({ accountId, changesAccount: true });

/** What operators and admins ask about accounts. */
@Controller()
export class AccountCommandsController {
  @Command(AccountCommands.create, ({ accountId, slug }): UserNeeds => ({ accountId, slug, changesAccount: true }))
  create(@Payload() command: CreateAccount, @State() directory: Directory) {
    return decideCreateAccount(command, directory, new Date());
  }

  @Command(AccountCommands.changeSettings, whole)
  changeSettings(@Payload() command: ChangeAccountSettings, @State() directory: Directory) {
    return decideChangeSettings(command, directory);
  }

  @Command(AccountCommands.createRole, whole)
  createRole(@Payload() command: CreateRole, @State() directory: Directory) {
    return decideCreateRole(command, directory);
  }
}
