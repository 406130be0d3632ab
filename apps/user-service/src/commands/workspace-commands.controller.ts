import { Controller } from '@nestjs/common';
import {
  ChangeOwnPassword,
  EditUser,
  ErasureCommands,
  EraseUser,
  HandBackUser,
  HandOverUser,
  InviteUser,
  LinkUser,
  SetPasswordByLink,
  WithdrawLink,
  WorkspaceUserCommands,
  type UserCommand,
} from '@rollcall/contracts';
import { decideEraseUser } from '../domain/erasure/erase-user.js';
import { decideChangeOwnPassword } from '../domain/user/change-own-password.js';
import {
  decideEdit,
  decideHandBack,
  decideHandOver,
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
/** Who acts is read where what she may do depends on who she is (rule 6). */
const byAdmin = ({ actor }: UserCommand): Pick<UserReads, 'actorId'> =>
  actor.kind === 'admin' ? { actorId: actor.id } : {};
const given = (command: UserCommand): UserReads => ({ ...one(command), ...byAdmin(command) });
const erased = (command: UserCommand): UserReads => ({ ...given(command), erased: true });
const withLink = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId, link: true });
const linked = (command: UserCommand): UserReads => ({ ...withLink(command), ...byAdmin(command) });
const edited = (command: EditUser): UserReads => ({ ...part(command), ...byAdmin(command), comesBack: true });
const invited = (command: InviteUser): UserReads => {
  const { userName, userType } = command;
  return { ...given(command), userName, matching: true, erased: true, ...(userType === undefined ? {} : { userType }) };
};

/** Handles the commands for changes that people of the account make by hand. */
@Controller()
export class WorkspaceCommandsController {
  @Command(WorkspaceUserCommands.invite, invited)
  invite(command: InviteUser, state: UserState) {
    return decideInvite(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.edit, edited)
  edit(command: EditUser, state: UserState) {
    return decideEdit(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.handBack, one)
  handBack(command: HandBackUser, state: UserState) {
    return decideHandBack(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.handOver, given)
  handOver(command: HandOverUser, state: UserState) {
    return decideHandOver(command, state, new Date());
  }

  @Command(ErasureCommands.erase, erased)
  erase(command: EraseUser, state: UserState) {
    return decideEraseUser(command, state);
  }

  @Command(WorkspaceUserCommands.link, linked)
  link(command: LinkUser, state: UserState) {
    return decideStorePasswordLink(command, state);
  }

  @Command(WorkspaceUserCommands.withdrawLink, withLink)
  withdrawLink(command: WithdrawLink, state: UserState) {
    return decideWithdrawLink(command, state);
  }

  @Command(WorkspaceUserCommands.changeOwnPassword, given)
  changeOwnPassword(command: ChangeOwnPassword, state: UserState) {
    return decideChangeOwnPassword(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.setPasswordByLink, withLink)
  setPassword(command: SetPasswordByLink, state: UserState) {
    return decideSetPasswordByLink(command, state, new Date());
  }
}
