import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  EditUser,
  HandBackUser,
  InviteUser,
  LinkUser,
  SetPasswordByLink,
  WorkspaceUserCommands,
  type UserCommand,
} from '@rollcall/contracts';
import { Command, State } from '@rollcall/messaging';
import {
  decideEdit,
  decideHandBack,
  decideInvite,
  decideLink,
  decideSetPasswordByLink,
} from '../domain/user/manual-changes.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { part } from './user-commands.controller.js';

const one = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId });
const withLink = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId, link: true });
const invited = ({ accountId, userId, userName, userType }: InviteUser): UserReads => ({
  accountId,
  userId,
  userName,
  ...(userType === undefined ? {} : { userType }),
});

/** What people of the account do by hand. */
@Controller()
export class WorkspaceCommandsController {
  @Command(WorkspaceUserCommands.invite, invited)
  invite(@Payload() command: InviteUser, @State() state: UserState) {
    return decideInvite(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.edit, part)
  edit(@Payload() command: EditUser, @State() state: UserState) {
    return decideEdit(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.handBack, one)
  handBack(@Payload() command: HandBackUser, @State() state: UserState) {
    return decideHandBack(command, state, new Date());
  }

  @Command(WorkspaceUserCommands.link, withLink)
  link(@Payload() command: LinkUser, @State() state: UserState) {
    return decideLink(command, state);
  }

  @Command(WorkspaceUserCommands.setPasswordByLink, withLink)
  setPassword(@Payload() command: SetPasswordByLink, @State() state: UserState) {
    return decideSetPasswordByLink(command, state, new Date());
  }
}
