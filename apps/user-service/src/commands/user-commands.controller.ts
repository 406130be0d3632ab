import { Controller } from '@nestjs/common';
import { ChangeUser, CreateUser, ReleaseUser, ReplaceUser, UserCommands, type UserCommand } from '@rollcall/contracts';
import { decideChangeUser } from '../domain/user/change-user.js';
import { decideCreateUser } from '../domain/user/create-user.js';
import type { UserState } from '../domain/user-state.js';
import { decideReleaseUser } from '../domain/user/release-user.js';
import { decideReplaceUser } from '../domain/user/replace-user.js';
import type { UserReads } from '../reads.js';
import { Command } from '../handlers.js';

const one = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId });
const whole = (command: CreateUser | ReplaceUser): UserReads => {
  const { accountId, userId, userName, userType, externalId } = command;
  return {
    accountId,
    userId,
    userName,
    ...(userType === undefined ? {} : { userType }),
    ...(externalId === undefined || command.externalIdIs ? {} : { externalId }),
  };
};
const created = (command: CreateUser): UserReads => ({ ...whole(command), matching: true });

/**
 * The reads of a partial change. Where it brings a new userName, the user who may have that name already is loaded too.
 */
export const part = (command: Pick<ChangeUser, 'accountId' | 'userId' | 'changes' | 'externalIdIs'>): UserReads => {
  const said = (name: string) => command.changes.findLast(({ attribute }) => attribute === name)?.value;
  const [userName, userType, externalId] = [said('userName'), said('userType'), said('externalId')];
  return {
    accountId: command.accountId,
    userId: command.userId,
    ...(typeof userName === 'string' ? { userName } : {}),
    ...(typeof userType === 'string' ? { userType } : {}),
    ...(typeof externalId === 'string' && !command.externalIdIs ? { externalId } : {}),
  };
};

/** Handles the directory's commands about users. */
@Controller()
export class UserCommandsController {
  @Command(UserCommands.create, created)
  create(command: CreateUser, state: UserState) {
    return decideCreateUser(command, state, new Date());
  }

  @Command(UserCommands.replace, whole)
  replace(command: ReplaceUser, state: UserState) {
    return decideReplaceUser(command, state, new Date());
  }

  @Command(UserCommands.change, part)
  change(command: ChangeUser, state: UserState) {
    return decideChangeUser(command, state, new Date());
  }

  @Command(UserCommands.release, one)
  release(command: ReleaseUser, state: UserState) {
    return decideReleaseUser(command, state, new Date());
  }
}
