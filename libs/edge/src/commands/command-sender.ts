import { Refusal, type Actor, type MessageDefinition, type Reply } from '@rollcall/contracts';
import { NotSent, OutcomeUnknown, WindowFull, type AskOptions } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';

/** A command that is sent with less than this left, in milliseconds, would only be refused as too late. */
export const leastMsForCommand = 2_000;

/** The request that a command is sent for. */
export interface CommandCall {
  readonly accountId: string;
  /** Who asks for the change. */
  readonly actor: Actor;
  /** UUIDv7. */
  readonly requestId: string;
  readonly traceparent: string;
  /** Milliseconds until whoever asks must have the answer. */
  readonly leftMs: number;
}

/** What a command says beside account and actor, which the call knows. */
export type Asked<Command> = Omit<Command, 'accountId' | 'actor'>;

/** The command was not sent, or refused before it began: nothing happened, and nothing will. */
export class CommandNotTaken extends Error {
  override readonly name = 'CommandNotTaken';
  constructor(
    readonly reason: 'busy' | 'unavailable' | 'late',
    options?: ErrorOptions,
  ) {
    super(`the command was not taken: ${reason}`, options);
  }
}

/** No reply came in time: everything or nothing has happened. */
export class CommandOutcomeUnknown extends Error {
  override readonly name = 'CommandOutcomeUnknown';
  constructor(options?: ErrorOptions) {
    super('everything or nothing has happened', options);
  }
}

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

/** Sends commands over Kafka for a request, and waits for their replies. */
export class CommandSender {
  constructor(private readonly client: CommandAsker) {}

  /**
   * The request's command: its id is the request's, so it has one effect however often it is delivered.
   * @throws Refusal where a rule says no, CommandNotTaken, CommandOutcomeUnknown
   */
  send<Payload extends OfAnAccount, Body extends object>(
    definition: MessageDefinition<Payload>,
    command: Asked<Payload>,
    call: CommandCall,
  ): Promise<Body> {
    return this.ask(definition, command, call, call.requestId);
  }

  /** One that the request's command needs before it. */
  sendBefore<Payload extends OfAnAccount>(
    definition: MessageDefinition<Payload>,
    command: Asked<Payload>,
    call: CommandCall,
  ): Promise<object> {
    return this.ask(definition, command, call, uuidv7());
  }

  private async ask<Payload extends OfAnAccount, Body extends object>(
    definition: MessageDefinition<Payload>,
    command: Asked<Payload>,
    { accountId, actor, traceparent, leftMs: budgetMs }: CommandCall,
    commandId: string,
  ): Promise<Body> {
    // Less would be refused as expired anyway, after a detour over the log.
    if (budgetMs <= leastMsForCommand) throw new CommandNotTaken('late');
    const identity: OfAnAccount = { accountId, actor };
    const payload = { ...command, ...identity } as Payload; // the two parts of it
    const reply = await this.client
      .ask<Payload, Body>(definition, payload, { accountId, budgetMs, commandId, traceparent })
      .catch((error: unknown) => Promise.reject(inOurWords(error)));
    if (!reply.ok) throw new Refusal(reply.code, reply.facts);
    return reply.body;
  }
}

function inOurWords(error: unknown): unknown {
  if (error instanceof WindowFull) return new CommandNotTaken('busy', { cause: error });
  if (error instanceof NotSent) return new CommandNotTaken('unavailable', { cause: error });
  if (error instanceof OutcomeUnknown) return new CommandOutcomeUnknown({ cause: error });
  return error;
}
