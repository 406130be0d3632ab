import { Refusal, type Actor, type CommandDefinition, type RefusalCode, type Reply } from '@rollcall/contracts';
import { DuplicateRequest, NotSent, OutcomeUnknown, WindowFull, type AskOptions } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { RetryKeyReused, type RetryKey } from './retry-key.js';

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
  /** The client's name for what it asks, where it gave one: sent again, it has no second effect. */
  readonly retryKey?: RetryKey | undefined;
}

/** What a command says beside account and actor, which the call knows. */
export type CommandInput<Command> = Omit<Command, 'accountId' | 'actor'>;

/** The command was not sent, or refused before it began: nothing happened, and nothing will. */
export class CommandNotTaken extends Error {
  override readonly name = 'CommandNotTaken';
  constructor(
    readonly reason: 'busy' | 'unavailable' | 'late' | 'under-way',
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
  ask<Input extends object, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    payload: Input,
    options: AskOptions,
  ): Promise<Reply<Body>>;
}

interface OfAnAccount {
  readonly accountId: string;
  readonly actor: Actor;
}

/** What a handler needs of `CommandSender`. */
export type Commands = Pick<CommandSender, 'send'>;

/** Sends commands over Kafka for a request, and waits for their replies. */
export class CommandSender {
  constructor(private readonly client: CommandAsker) {}

  /**
   * The request's command, and what its reply says: its id is the request's, or made from the client's key, so it has
   * one effect however often it is delivered or sent.
   * @throws Refusal where a rule says no, CommandNotTaken, CommandOutcomeUnknown, RetryKeyReused
   */
  async send<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    call: CommandCall,
  ): Promise<Body> {
    const { retryKey, requestId } = call;
    const reply = retryKey
      ? await this.askByKey(definition, command, call, retryKey)
      : await this.ask(definition, command, call, requestId);
    return bodyOf(reply);
  }

  /** One that the request's command needs before it. */
  async sendBefore<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    call: CommandCall,
  ): Promise<Body> {
    return bodyOf(await this.ask(definition, command, call, uuidv7()));
  }

  /** What never began under the key may begin now, under its next id; everything else has the answer that it had. */
  private async askByKey<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    call: CommandCall,
    key: RetryKey,
  ): Promise<Reply<Body>> {
    const end = performance.now() + call.leftMs;
    for (let attempt = 0; ; attempt++) {
      const leftMs = end - performance.now();
      const reply = await this.ask(definition, command, { ...call, leftMs }, key.commandId(attempt));
      if (reply.fingerprint !== undefined && reply.fingerprint !== key.fingerprint) throw new RetryKeyReused();
      if (reply.ok || !neverBegan.has(reply.code) || attempt === maxAttempts) return reply;
    }
  }

  private async ask<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    { accountId, actor, traceparent, leftMs: budgetMs, requestId: correlationId, retryKey }: CommandCall,
    commandId: string,
  ): Promise<Reply<Body>> {
    // Less would be refused as expired anyway, after a detour over the log.
    if (budgetMs <= leastMsForCommand) throw new CommandNotTaken('late');
    const identity: OfAnAccount = { accountId, actor };
    const payload = { ...command, ...identity } as Input; // the two parts of it
    const key = retryKey ? { correlationId, fingerprint: retryKey.fingerprint } : {};
    return this.client
      .ask(definition, payload, { accountId, budgetMs, commandId, traceparent, ...key })
      .catch((error: unknown) => Promise.reject(inOurWords(error)));
  }
}

/** Refused for good before anything was looked at. */
const neverBegan: ReadonlySet<RefusalCode> = new Set(['expired', 'overtaken']);
const maxAttempts = 10;

function bodyOf<Body extends object>(reply: Reply<Body>): Body {
  if (!reply.ok) throw new Refusal(reply.code, reply.facts);
  return reply.body;
}

function inOurWords(error: unknown): unknown {
  if (error instanceof WindowFull) return new CommandNotTaken('busy', { cause: error });
  if (error instanceof NotSent) return new CommandNotTaken('unavailable', { cause: error });
  if (error instanceof DuplicateRequest) return new CommandNotTaken('under-way', { cause: error });
  if (error instanceof OutcomeUnknown) return new CommandOutcomeUnknown({ cause: error });
  return error;
}
