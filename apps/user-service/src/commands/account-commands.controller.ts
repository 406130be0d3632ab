import { Controller } from '@nestjs/common';
import {
  AccountCommands,
  ChangeAccountSettings,
  CloseAccount,
  ClosingCommands,
  CreateAccount,
  CreateRole,
  DeleteRole,
  isNumberOf,
  RenameRole,
  ReopenAccount,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { decideChangeSettings } from '../domain/account/change-settings.js';
import { decideDeleteRole, decideRenameRole } from '../domain/account/change-roles.js';
import { decideCloseAccount, decideReopenAccount } from '../domain/account/close-account.js';
import { decideCreateAccount } from '../domain/account/create-account.js';
import { decideCreateRole } from '../domain/account/create-role.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { Command } from '../handlers.js';

const whole = ({ accountId }: { accountId: string }): UserReads => ({ accountId, changesAccount: true });

/** A dry run says how many people the setting `eraseReleasedAfterDays` would erase; the change itself does not have to know. */
function settings(command: ChangeAccountSettings, { dryRun }: Pick<Message, 'dryRun'>): UserReads {
  const days = command.settings.eraseReleasedAfterDays;
  const isCounted = dryRun && typeof days === 'string' && isNumberOf('eraseReleasedAfterDays', days);
  return { ...whole(command), ...(isCounted ? { releasedDays: Number(days) } : {}) };
}

/** Handles the commands of operators and admins about accounts. */
@Controller()
export class AccountCommandsController {
  @Command(AccountCommands.create, ({ accountId, slug, onlyIfFirst = false }): UserReads => ({
    accountId,
    slug,
    changesAccount: true,
    isFirst: onlyIfFirst,
  }))
  create(command: CreateAccount, state: UserState) {
    return decideCreateAccount(command, state, new Date());
  }

  @Command(AccountCommands.changeSettings, settings)
  changeSettings(command: ChangeAccountSettings, state: UserState) {
    return decideChangeSettings(command, state);
  }

  @Command(AccountCommands.createRole, whole)
  createRole(command: CreateRole, state: UserState) {
    return decideCreateRole(command, state);
  }

  @Command(AccountCommands.renameRole, whole)
  renameRole(command: RenameRole, state: UserState) {
    return decideRenameRole(command, state);
  }

  @Command(AccountCommands.deleteRole, ({ accountId, roleId }): UserReads => ({
    accountId,
    roleId,
    changesAccount: true,
  }))
  deleteRole(command: DeleteRole, state: UserState) {
    return decideDeleteRole(command, state);
  }

  @Command(ClosingCommands.close, whole)
  close(command: CloseAccount, state: UserState) {
    return decideCloseAccount(command, state, new Date());
  }

  @Command(ClosingCommands.reopen, whole)
  reopen(command: ReopenAccount, state: UserState) {
    return decideReopenAccount(command, state);
  }
}
