import {
  AccountCommands,
  TokenCommands,
  type AccountView,
  type ChangeAccountSettings,
  type CreateRole,
  type CreateToken,
  type DeleteRole,
  type RenameRole,
  type RevokeToken,
  type RoleReply,
  type TokenView,
} from '@rollcall/contracts';
import type { CommandInput, CommandSender } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';
import type { AccountCommandBus } from './account-command-bus.js';

/** Sends commands about accounts over Kafka and waits for their replies. */
export class KafkaAccountCommandBus implements AccountCommandBus {
  constructor(private readonly sender: CommandSender) {}

  changeSettings(command: CommandInput<ChangeAccountSettings>, call: Call): Promise<AccountView> {
    return this.sender.send(AccountCommands.changeSettings, command, call);
  }

  createRole(command: CommandInput<CreateRole>, call: Call): Promise<RoleReply> {
    return this.sender.send(AccountCommands.createRole, command, call);
  }

  renameRole(command: CommandInput<RenameRole>, call: Call): Promise<RoleReply> {
    return this.sender.send(AccountCommands.renameRole, command, call);
  }

  deleteRole(command: CommandInput<DeleteRole>, call: Call): Promise<object> {
    return this.sender.send(AccountCommands.deleteRole, command, call);
  }

  createToken(command: CommandInput<CreateToken>, call: Call): Promise<TokenView> {
    return this.sender.send(TokenCommands.create, command, call);
  }

  revokeToken(command: CommandInput<RevokeToken>, call: Call): Promise<TokenView> {
    return this.sender.send(TokenCommands.revoke, command, call);
  }
}
