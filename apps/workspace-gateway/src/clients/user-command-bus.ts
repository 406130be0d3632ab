import type {
  AccountView,
  CreateAccount,
  EditUser,
  HandBackUser,
  InviteUser,
  LinkUser,
  SetPasswordByLink,
  UserReply,
} from '@rollcall/contracts';
import type { CommandInput } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';

/**
 * Sends changes of users to user-service. Resolves when the change is committed, with the committed state. Rejects with
 * `Refusal` where a rule refuses, `CommandNotTaken` where nothing has happened and nothing will,
 * `CommandOutcomeUnknown` where that is not known at the end of the call's time, and `RetryKeyReused` where the call's
 * key belongs to another request. A command has one effect, however often it is sent or delivered.
 */
export interface UserCommandBus {
  createAccount(command: CommandInput<CreateAccount>, call: Call): Promise<AccountView & { readonly adminId: string }>;
  invite(command: CommandInput<InviteUser>, call: Call): Promise<UserReply>;
  edit(command: CommandInput<EditUser>, call: Call): Promise<UserReply>;
  handBack(command: CommandInput<HandBackUser>, call: Call): Promise<UserReply>;
  link(command: CommandInput<LinkUser>, call: Call): Promise<UserReply>;
  setPassword(command: CommandInput<SetPasswordByLink>, call: Call): Promise<UserReply>;
}
