import { Controller } from '@nestjs/common';
import { ChangeUser, CreateUser, ReleaseUser, ReplaceUser, UserCommands, type UserCommand } from '@rollcall/contracts';
import { decideChangeUser } from '../domain/user/change-user.js';
import { decideCreateUser } from '../domain/user/create-user.js';
import type { UserState } from '../domain/user-state.js';
import { decideReleaseUser } from '../domain/user/release-user.js';
import { decideReplaceUser } from '../domain/user/replace-user.js';
import type { UserReads } from '../reads.js';
import { Command } from '../handlers.js';

const leaving = ({ accountId, userId }: UserCommand): UserReads => ({ accountId, userId, leaves: true });
/** Of several types, the one for which the account's row is locked: an admin, else a custom role. */
const countedOf = (types: readonly string[]): string | undefined =>
  types.find((type) => type.trim().toLowerCase() === 'admin') ?? types.find((type) => type.trim().length === 36);
const whole = (command: CreateUser | ReplaceUser): UserReads => {
  const { accountId, userId, userName, externalId, userTypes = [] } = command;
  const userType = command.userType ?? countedOf(userTypes);
  return {
    accountId,
    userId,
    userName,
    ...(userType === undefined ? {} : { userType }),
    ...(externalId === undefined || command.externalIdIs ? {} : { externalId }),
    ...(command.active === false ? { leaves: true } : {}),
  };
};
const created = (command: CreateUser): UserReads => ({ ...whole(command), matching: true, erased: true });

/**
 * The reads of a partial change. Where it brings a new userName, the user who may have that name already is loaded too.
 */
export const part = (command: Pick<ChangeUser, 'accountId' | 'userId' | 'changes' | 'externalIdIs'>): UserReads => {
  const said = (name: string) => command.changes.findLast(({ attribute }) => attribute === name)?.value;
  const [userName, types, externalId] = [said('userName'), said('userType'), said('externalId')];
  const userType = Array.isArray(types) ? countedOf(types.filter((type) => typeof type === 'string')) : types;
  return {
    accountId: command.accountId,
    userId: command.userId,
    ...(typeof userName === 'string' ? { userName } : {}),
    ...(typeof userType === 'string' ? { userType } : {}),
    ...(typeof externalId === 'string' && !command.externalIdIs ? { externalId } : {}),
    ...(command.changes.some(({ attribute, value }) => attribute === 'active' && value !== true)
      ? { leaves: true }
      : {}),
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

  @Command(UserCommands.release, leaving)
  release(command: ReleaseUser, state: UserState) {
    return decideReleaseUser(command, state, new Date());
  }
}
