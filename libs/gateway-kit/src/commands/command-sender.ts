import {
  Refusal,
  TeamCommands,
  type Actor,
  type CommandDefinition,
  type RefusalCode,
  type RefusalFacts,
  type Reply,
  type ToldRelease,
} from '@rollcall/contracts';
import {
  checkCommand,
  CommandInvalid,
  DuplicateRequest,
  NotSent,
  OutcomeUnknown,
  WindowFull,
  type AskOptions,
} from '@rollcall/messaging';
import type { FairSemaphore } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { DecideTogether, DryRun } from '../http/dry-run.js';
import { RetryKeyReused, type RetryKey } from './retry-key.js';

/** A command is not sent with less than this left, in milliseconds: it would expire before it is handled. */
export const leastMsForCommand = 2_000;

/** The request that a command is sent for. */
export interface CommandCall {
  readonly accountId: string;
  /** The person or client that asks for the change. */
  readonly actor: Actor;
  /** UUIDv7. */
  readonly requestId: string;
  readonly traceparent: string;
  /** Milliseconds until the client must have its answer. */
  readonly leftMs: number;
  /** UUIDv7 of the command, where it is not the first of its request: by default it has the request's id. */
  readonly commandId?: string;
  /** The client's idempotency key, if it sent one: a repeated request under the same key has no second effect. */
  readonly retryKey?: RetryKey | undefined;
  /** The command is only decided, and this is told what it would change (rule 26). No key is used up by it. */
  readonly dryRun?: DryRun | undefined;
}

/** The payload of a command without account and actor, which the call provides. */
export type CommandInput<Command> = Omit<Command, 'accountId' | 'actor'>;

/** The command was not sent, or was refused before its handling began: it has had no effect and will have none. */
export class CommandNotTaken extends Error {
  override readonly name = 'CommandNotTaken';
  constructor(
    readonly reason: 'busy' | 'unavailable' | 'late' | 'under-way',
    options?: ErrorOptions,
  ) {
    super(`the command was not taken: ${reason}`, options);
  }
}

/** No reply came in time: the command has had its whole effect or none. */
export class CommandOutcomeUnknown extends Error {
  override readonly name = 'CommandOutcomeUnknown';
  constructor(options?: ErrorOptions) {
    super('everything or nothing has happened', options);
  }
}

/** The part of `RollcallCommandClient` that `CommandSender` uses. */
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

/** The part of `CommandSender` that handlers use. */
export type Commands = Pick<CommandSender, 'send'>;

/** Sends the commands of a request over Kafka and waits for their replies. */
export class CommandSender {
  /** @param turns how many commands may be on their way, in all and of an account; further ones wait for their turn */
  constructor(
    private readonly client: CommandAsker,
    private readonly turns?: FairSemaphore,
  ) {}

  /**
   * Sends the request's command and returns the body of its reply. The command's id is the request's id unless the call
   * says another, or is derived from the client's key. So the command has one effect, however often it is delivered or sent.
   * Two refusals lead to another attempt, under the next id: under a client's key, one that says that the command never
   * began; and one of a released user who is to come back, after team-service was told of the release.
   * @throws Refusal where a rule refuses the command, CommandNotTaken, CommandOutcomeUnknown, RetryKeyReused
   */
  async send<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    call: CommandCall,
  ): Promise<Body> {
    const { requestId, commandId = requestId, dryRun } = call;
    if (dryRun?.decide) return foreseen(await decidedTogether(dryRun.decide, definition, command, call), dryRun);
    const retryKey = dryRun ? undefined : call.retryKey;
    const end = performance.now() + call.leftMs;
    const left = (): CommandCall => ({ ...call, retryKey, leftMs: end - performance.now() });
    let asked = command;
    for (let attempt = 0; ; attempt++) {
      const id = retryKey?.commandId(attempt) ?? (attempt === 0 ? commandId : uuidv7());
      const reply = await this.ask(definition, asked, attempt === 0 ? { ...call, retryKey } : left(), id);
      if (isOfAnother(reply, retryKey)) throw new RetryKeyReused();
      const isLast = reply.ok || attempt === maxAttempts;
      if (!isLast && reply.code === 'release-not-followed')
        asked = { ...command, toldRelease: await this.sendRelease(reply.facts, left()) };
      else if (isLast || !retryKey || !neverBegan.has(reply.code))
        return dryRun ? foreseen(reply, dryRun) : bodyOf(reply);
    }
  }

  /**
   * Sends a command that must precede the request's own command. It is carried out for a dry run too: without the other, it has no
   * effect.
   */
  async sendBefore<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    call: CommandCall,
  ): Promise<Body> {
    return bodyOf(await this.ask(definition, command, { ...call, dryRun: undefined }, uuidv7()));
  }

  /**
   * Tells team-service of a release, whose event it may not have yet: then the released user may come back (ADR 0049). In a
   * dry run it is not told: no user comes back.
   */
  private async sendRelease({ userId, version }: RefusalFacts, call: CommandCall): Promise<ToldRelease> {
    const release = { userId: String(userId), version: Number(version) };
    if (!call.dryRun) await this.sendBefore(TeamCommands.removeReleased, release, call);
    return release;
  }

  private async ask<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    call: CommandCall,
    commandId: string,
  ): Promise<Reply<Body>> {
    const { accountId, leftMs } = call;
    // With less time left the command would expire in Kafka; this refuses it without the detour.
    if (leftMs <= leastMsForCommand) throw new CommandNotTaken('late');
    const { turns } = this;
    if (!turns) return this.askNow(definition, command, call, commandId);
    const end = performance.now() + leftMs;
    await turns.enter(accountId, { leftMs: leftMs - leastMsForCommand });
    try {
      return await this.askNow(definition, command, { ...call, leftMs: end - performance.now() }, commandId);
    } finally {
      turns.leave(accountId);
    }
  }

  private askNow<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: CommandInput<Input>,
    { accountId, actor, traceparent, leftMs: budgetMs, requestId: correlationId, retryKey, dryRun }: CommandCall,
    commandId: string,
  ): Promise<Reply<Body>> {
    const identity: OfAnAccount = { accountId, actor };
    const payload = { ...command, ...identity } as Input; // Input is these two parts
    const cause = commandId === correlationId ? {} : { correlationId };
    const key = retryKey ? { fingerprint: retryKey.fingerprint } : {};
    const dry = dryRun ? ({ dryRun: true } as const) : {};
    return this.client
      .ask(definition, payload, { accountId, budgetMs, commandId, traceparent, ...cause, ...key, ...dry })
      .catch((error: unknown) => Promise.reject(inOurWords(error, dryRun)));
  }
}

async function decidedTogether<Input extends OfAnAccount, Body extends object>(
  decide: DecideTogether,
  definition: CommandDefinition<Input, Body>,
  command: CommandInput<Input>,
  { accountId, actor }: CommandCall,
): Promise<Reply<Body>> {
  const identity: OfAnAccount = { accountId, actor };
  const payload = { ...command, ...identity } as Input; // Input is these two parts
  try {
    checkCommand(definition, payload);
  } catch (error) {
    throw inOurWords(error, undefined);
  }
  return decide(definition, payload);
}

/** Refusals that are sent before the handling of a command begins. */
const neverBegan: ReadonlySet<RefusalCode> = new Set(['expired', 'overtaken']);
const maxAttempts = 10;

/** Whether the key was used for another request before, whose reply this is. */
function isOfAnother({ fingerprint }: Reply, key: RetryKey | undefined): boolean {
  return key !== undefined && fingerprint !== undefined && fingerprint !== key.fingerprint;
}

function bodyOf<Body extends object>(reply: Reply<Body>): Body {
  if (!reply.ok) throw new Refusal(reply.code, reply.facts);
  return reply.body;
}

/** @throws Error where the reply does not say that it is one of a dry run: then it may have been carried out */
function foreseen<Body extends object>(reply: Reply<Body>, dryRun: DryRun): Body {
  const body = bodyOf(reply);
  if (!reply.wouldChange) throw new Error('the reply to a dry run does not say what would change');
  dryRun.wouldChange = reply.wouldChange;
  return body;
}

function inOurWords(error: unknown, dryRun: DryRun | undefined): unknown {
  if (error instanceof CommandInvalid) return new Refusal('invalid-message', { problems: error.problems });
  if (error instanceof WindowFull) return new CommandNotTaken('busy', { cause: error });
  if (error instanceof NotSent) return new CommandNotTaken('unavailable', { cause: error });
  if (error instanceof DuplicateRequest) return new CommandNotTaken('under-way', { cause: error });
  // Whatever became of a dry run, nothing has happened.
  if (error instanceof OutcomeUnknown && dryRun) return new CommandNotTaken('unavailable', { cause: error });
  if (error instanceof OutcomeUnknown) return new CommandOutcomeUnknown({ cause: error });
  return error;
}
