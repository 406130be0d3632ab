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
 * Asks user-service for changes of people. Resolves when the change is committed, with how things are then; rejects with `Refusal` where a
 * rule says no, `CommandNotTaken` where nothing happened and nothing will, `CommandOutcomeUnknown` where that is not known when the call's
 * time is over, `RetryKeyReused` where the call's key stands for another request. One effect, however often it is sent or delivered.
 */
export interface UserCommandBus {
  createAccount(command: CommandInput<CreateAccount>, call: Call): Promise<AccountView & { readonly adminId: string }>;
  invite(command: CommandInput<InviteUser>, call: Call): Promise<UserReply>;
  edit(command: CommandInput<EditUser>, call: Call): Promise<UserReply>;
  handBack(command: CommandInput<HandBackUser>, call: Call): Promise<UserReply>;
  link(command: CommandInput<LinkUser>, call: Call): Promise<UserReply>;
  setPassword(command: CommandInput<SetPasswordByLink>, call: Call): Promise<UserReply>;
}
