import type { ChangeUser, CreateUser, ReleaseUser, ReplaceUser, UserView } from '@rollcall/contracts';
import type { CommandInput } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';

/**
 * Sends changes to user-service. Resolves when the change is committed, with the user as committed. Rejects with
 * `Refusal` where a rule refuses, `CommandNotTaken` where nothing has happened and nothing will,
 * `CommandOutcomeUnknown` where that is not known at the end of the call's time. The request's id is the command's: the
 * command has one effect however often it is delivered.
 */
export interface UserCommandBus {
  create(command: CommandInput<CreateUser>, call: Call): Promise<UserView>;
  replace(command: CommandInput<ReplaceUser>, call: Call): Promise<UserView>;
  change(command: CommandInput<ChangeUser>, call: Call): Promise<UserView>;
  release(command: CommandInput<ReleaseUser>, call: Call): Promise<void>;
}
