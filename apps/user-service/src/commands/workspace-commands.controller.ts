import { Controller } from '@nestjs/common';
import {
  EditUser,
  HandBackUser,
  HandOverUser,
  InviteUser,
  LinkUser,
  SetPasswordByLink,
  WorkspaceUserCommands,
  type UserCommand,
} from '@rollcall/contracts';
import {
  decideEdit,
  decideHandBack,
  decideHandOver,
  decideInvite,
  decideSetPasswordByLink,
  decideStorePasswordLink,
} from '../domain/user/manual-changes.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { part } from './user-commands.controller.js';
import { Command } from '../handlers.js';

const one = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId });
/** Who acts is read where what she may do depends on who she is (rule 6). */
const byAdmin = ({ actor }: UserCommand): Pick<UserReads, 'actorId'> =>
  actor.kind === 'admin' ? { actorId: actor.id } : {};
const given = (command: UserCommand): UserReads => ({ ...one(command), ...byAdmin(command) });
const withLink = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId, link: true });
const linked = (command: UserCommand): UserReads => ({ ...withLink(command), ...byAdmin(command) });
const edited = (command: EditUser): UserReads => ({ ...part(command), ...byAdmin(command), comesBack: true });
const invited = (command: InviteUser): UserReads => {
  const { userName, userType } = command;
  return { ...given(command), userName, matching: true, ...(userType === undefined ? {} : { userType }) };
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

  @Command(WorkspaceUserCommands.link, linked)
  link(command: LinkUser, state: UserState) {
    return decideStorePasswordLink(command, state);
  }

  @Command(WorkspaceUserCommands.setPasswordByLink, withLink)
  setPassword(command: SetPasswordByLink, state: UserState) {
    return decideSetPasswordByLink(command, state, new Date());
  }
}
