import type { ChangeUser, CreateUser, ReleaseUser, ReplaceUser, UserView } from '@rollcall/contracts';
import type { CommandInput } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';

/**
 * Asks user-service for changes. Resolves when the change is committed, with the user as it is then; rejects with
 * `Refusal` where a rule says no, `CommandNotTaken` where nothing happened and nothing will, `CommandOutcomeUnknown` where
 * that is not known when the call's time is over. The request's id is the command's: it has one effect however often it
 * is delivered.
 */
export interface UserCommandBus {
  create(command: CommandInput<CreateUser>, call: Call): Promise<UserView>;
  replace(command: CommandInput<ReplaceUser>, call: Call): Promise<UserView>;
  change(command: CommandInput<ChangeUser>, call: Call): Promise<UserView>;
  release(command: CommandInput<ReleaseUser>, call: Call): Promise<void>;
}
