import {
  UserCommands,
  type ChangeUser,
  type CreateUser,
  type ReleaseUser,
  type ReplaceUser,
  type UserReply,
  type UserView,
} from '@rollcall/contracts';
import type { CommandInput, CommandSender } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';
import type { UserCommandBus } from './user-command-bus.js';

/** Sends commands about users over Kafka and waits for their replies. */
export class KafkaUserCommandBus implements UserCommandBus {
  constructor(private readonly sender: CommandSender) {}

  create(command: CommandInput<CreateUser>, call: Call): Promise<UserView> {
    return this.sender.send<CreateUser, UserReply>(UserCommands.create, command, call);
  }

  replace(command: CommandInput<ReplaceUser>, call: Call): Promise<UserView> {
    return this.sender.send<ReplaceUser, UserReply>(UserCommands.replace, command, call);
  }

  change(command: CommandInput<ChangeUser>, call: Call): Promise<UserView> {
    return this.sender.send<ChangeUser, UserReply>(UserCommands.change, command, call);
  }

  async release(command: CommandInput<ReleaseUser>, call: Call): Promise<void> {
    await this.sender.send(UserCommands.release, command, call);
  }
}
