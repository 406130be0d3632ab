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
import type { Asked, CommandSender } from '@rollcall/edge';
import type { Call } from '../http/request-context.js';
import type { UserCommandBus } from './user-command-bus.js';

/** Sends commands about people over Kafka and waits for their replies. */
export class KafkaUserCommandBus implements UserCommandBus {
  constructor(private readonly sender: CommandSender) {}

  createAccount(command: Asked<CreateAccount>, call: Call): Promise<AccountView & { readonly adminId: string }> {
    return this.sender.send(AccountCommands.create, command, call);
  }

  invite(command: Asked<InviteUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.invite, command, call);
  }

  edit(command: Asked<EditUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.edit, command, call);
  }

  handBack(command: Asked<HandBackUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.handBack, command, call);
  }

  link(command: Asked<LinkUser>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.link, command, call);
  }

  setPassword(command: Asked<SetPasswordByLink>, call: Call): Promise<UserReply> {
    return this.sender.send(WorkspaceUserCommands.setPasswordByLink, command, call);
  }
}
