import {
  AccountCommands,
  WorkspaceUserCommands,
  type AccountView,
  type CreateAccount,
  type EditUser,
  type HandBackUser,
  type InviteUser,
  type LinkUser,
  type SetPasswordByLink,
  type UserReply,
} from '@rollcall/contracts';
import type { CommandInput, CommandSender } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';
import type { UserCommandBus } from './user-command-bus.js';

/** Sends commands about people over Kafka and waits for their replies. */
export class KafkaUserCommandBus implements UserCommandBus {
  constructor(private readonly sender: CommandSender) {}

  createAccount(command: CommandInput<CreateAccount>, call: Call): Promise<AccountView & { readonly adminId: string }> {
    return this.sender.send(AccountCommands.create, command, call);
  }

  invite(command: CommandInput<InviteUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.invite, command, call);
  }

  edit(command: CommandInput<EditUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.edit, command, call);
  }

  handBack(command: CommandInput<HandBackUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.handBack, command, call);
  }

  link(command: CommandInput<LinkUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.link, command, call);
  }

  setPassword(command: CommandInput<SetPasswordByLink>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.setPasswordByLink, command, call);
  }
}
