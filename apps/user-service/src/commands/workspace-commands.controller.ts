import { Controller } from '@nestjs/common';
import {
  ChangeOwnPassword,
  EditUser,
  HandBackUser,
  InviteUser,
  LinkUser,
  SetPasswordByLink,
  WithdrawLink,
  WorkspaceUserCommands,
  type UserCommand,
} from '@rollcall/contracts';
import { decideChangeOwnPassword } from '../domain/user/change-own-password.js';
import {
  decideEdit,
  decideHandBack,
  decideInvite,
  decideSetPasswordByLink,
  decideStorePasswordLink,
} from '../domain/user/manual-changes.js';
import { decideWithdrawLink } from '../domain/user/withdraw-link.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { part } from './user-commands.controller.js';
import { Command } from '../handlers.js';

const one = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId });
const withLink = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId, link: true });
const invited = ({ accountId, userId, userName, userType }: InviteUser): UserReads => ({
  accountId,
  userId,
  userName,
  ...(userType === undefined ? {} : { userType }),
});

/** Handles the commands for changes that people of the account make by hand. */
@Controller()
export class WorkspaceCommandsController {
  @Command(WorkspaceUserCommands.invite, invited)
  invite(command: InviteUser, state: UserState) {
    return decideInvite(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.edit, part)
  edit(command: EditUser, state: UserState) {
    return decideEdit(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.handBack, one)
  handBack(command: HandBackUser, state: UserState) {
    return decideHandBack(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.link, withLink)
  link(command: LinkUser, state: UserState) {
    return decideStorePasswordLink(command, state);
  }

  @Command(WorkspaceUserCommands.withdrawLink, one)
  withdrawLink(command: WithdrawLink, state: UserState) {
    return decideWithdrawLink(command, state);
  }

  @Command(WorkspaceUserCommands.changeOwnPassword, one)
  changeOwnPassword(command: ChangeOwnPassword, state: UserState) {
    return decideChangeOwnPassword(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.setPasswordByLink, withLink)
  setPassword(command: SetPasswordByLink, state: UserState) {
    return decideSetPasswordByLink(command, state, new Date());
  }
}
