import { fits, type Actor, type CommandDefinition, type QueryDefinition } from '@rollcall/contracts';
import type { CommandInput } from '@rollcall/gateway-kit';
import type { Services } from '../src/clients/connect-to-services.js';

type Query<Input extends object, Answer> = QueryDefinition<Input, Answer>;
type OfAnAccount = { readonly accountId: string; readonly actor: Actor };

/** A command as it was sent, with what its call says. */
export interface SentCommand {
  readonly definition: unknown;
  readonly input: unknown;
  readonly accountId: string;
  readonly actor: Actor;
  /** The command's id, where the client's `Idempotency-Key` gives it. */
  readonly commandId?: string;
}

/**
 * In place of all services: answers queries and replies to commands as a spec says, and with `failure` to everything
 * else. Nothing passes that does not fit its definition, in either direction.
 */
export class FakeServices implements Services {
  /** Each query with its input. */
  readonly asked: (readonly [definition: unknown, input: unknown])[] = [];
  readonly sent: SentCommand[] = [];
  /** The position in the trace that each query and command was given. */
  readonly traceparents: string[] = [];
  private readonly outcomes = new Map<unknown, (input: unknown) => unknown>();

  constructor(private readonly failure: Error) {}

  /** Forgets what a spec said, and what was asked and sent. */
  forget(): void {
    this.asked.length = 0;
    this.sent.length = 0;
    this.traceparents.length = 0;
    this.outcomes.clear();
  }

  /** What a query is answered from now on, or why it is refused. */
  answer<Input extends object, Answer>(definition: Query<Input, Answer>, answer: NoInfer<Answer> | Error): void {
    this.outcomes.set(definition, () => answer);
  }

  /** Answers a query by its input. */
  answerBy<Input extends object, Answer>(
    definition: Query<Input, Answer>,
    answer: (input: NoInfer<Input>) => NoInfer<Answer>,
  ): void {
    this.outcomes.set(definition, (input) => answer(input as Input)); // checked by `assertFits`
  }

  /** The reply to a command from now on, or why it is refused. */
  reply<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    body: NoInfer<Body> | Error,
  ): void {
    this.outcomes.set(definition, () => body);
  }

  /** Replies to a command by what it says. */
  replyBy<Input extends OfAnAccount, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    body: (command: CommandInput<NoInfer<Input>>) => NoInfer<Body>,
  ): void {
    this.outcomes.set(definition, (input) => body(input as CommandInput<Input>)); // checked by `assertFits`
  }

  readonly queries: Services['queries'] = {
    ask: async (definition, input, { traceparent }) => {
      this.traceparents.push(traceparent);
      const { path, request, answer } = definition;
      if (request) assertFits(request, input, `input of ${path}`);
      this.asked.push([definition, input]);
      const outcome = this.outcomeOf(definition, input);
      if (!fits(answer, outcome)) throw new Error(`not an answer to ${path}`);
      return outcome;
    },
  };

  readonly commands: Services['commands'] = {
    send: async (definition, input, { accountId, actor, retryKey, traceparent }) => {
      this.traceparents.push(traceparent);
      const { type, payload, reply } = definition;
      assertFits(payload, { ...input, accountId, actor }, `payload of ${type}`);
      const key = retryKey ? { commandId: retryKey.commandId(0) } : {};
      this.sent.push({ definition, input, accountId, actor, ...key });
      const outcome = this.outcomeOf(definition, input);
      if (!fits(reply, outcome)) throw new Error(`not a reply to ${type}`);
      return outcome;
    },
  };

  private outcomeOf(definition: unknown, input: unknown): unknown {
    const outcome = (this.outcomes.get(definition) ?? (() => this.failure))(input);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }
}

function assertFits(shape: new () => object, value: object, what: string): void {
  if (!fits(shape, value)) throw new Error(`not the ${what}: ${JSON.stringify(value)}`);
}
