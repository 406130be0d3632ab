import {
  Refusal,
  UserCommands,
  type Actor,
  type ChangeUser,
  type CreateUser,
  type MessageDefinition,
  type ReplaceUser,
  type Reply,
  type UserReply,
  type UserView,
} from '@rollcall/contracts';
import { NotSent, OutcomeUnknown, WindowFull, type AskOptions } from '@rollcall/messaging';
import type { Call } from '../http/request-context.js';
import {
  CommandNotTaken,
  CommandOutcomeUnknown,
  leastMsForCommand,
  type Asked,
  type UserCommandBus,
} from './user-command-bus.js';

/** The part of `RollcallCommandClient` that is used here. */
export interface CommandAsker {
  ask<Payload extends object, Body extends object>(
    definition: MessageDefinition<Payload>,
    payload: Payload,
    options: AskOptions,
  ): Promise<Reply<Body>>;
}

interface OfAnAccount {
  readonly accountId: string;
  readonly actor: Actor;
}

/** Sends commands over Kafka and waits for their replies. */
export class KafkaUserCommandBus implements UserCommandBus {
  constructor(private readonly client: CommandAsker) {}

  create(command: Asked<CreateUser>, call: Call): Promise<UserView> {
    return this.ask<CreateUser, UserReply>(UserCommands.create, { ...command, ...identity(call) }, call);
  }

  replace(command: Asked<ReplaceUser>, call: Call): Promise<UserView> {
    return this.ask<ReplaceUser, UserReply>(UserCommands.replace, { ...command, ...identity(call) }, call);
  }

  change(command: Asked<ChangeUser>, call: Call): Promise<UserView> {
    return this.ask<ChangeUser, UserReply>(UserCommands.change, { ...command, ...identity(call) }, call);
  }

  async release(command: { readonly userId: string; readonly ifMatch?: string[] }, call: Call): Promise<void> {
    await this.ask(UserCommands.release, { ...command, ...identity(call) }, call);
  }

  private async ask<Payload extends object, Body extends object>(
    definition: MessageDefinition<Payload>,
    payload: Payload,
    call: Call,
  ): Promise<Body> {
    // Less would be refused as expired anyway, after a detour over the log.
    if (call.leftMs <= leastMsForCommand) throw new CommandNotTaken('late');
    const { accountId, requestId: commandId, traceparent, leftMs: budgetMs } = call;
    const reply = await this.client
      .ask<Payload, Body>(definition, payload, { accountId, budgetMs, commandId, traceparent })
      .catch((error: unknown) => Promise.reject(inOurWords(error)));
    if (!reply.ok) throw new Refusal(reply.code, reply.facts);
    return reply.body;
  }
}

function identity({ accountId, tokenId }: Call): OfAnAccount {
  return { accountId, actor: { kind: 'directory', id: tokenId } };
}

function inOurWords(error: unknown): unknown {
  if (error instanceof WindowFull) return new CommandNotTaken('busy', { cause: error });
  if (error instanceof NotSent) return new CommandNotTaken('unavailable', { cause: error });
  if (error instanceof OutcomeUnknown) return new CommandOutcomeUnknown({ cause: error });
  return error;
}
