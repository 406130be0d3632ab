import {
  applyDecorators,
  Catch,
  createParamDecorator,
  UseFilters,
  type ExecutionContext,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { EventPattern, MessagePattern, Payload as PayloadParameter } from '@nestjs/microservices';
import { isMessageOf, type CommandDefinition, type EventDefinition, type MessageDefinition } from '@rollcall/contracts';
import { throwError, type Observable } from 'rxjs';
import type { Message } from '../codec/envelope.js';
import type { Decided } from '../ports/decision-store.js';
import type { MessageContext } from './message-context.js';

/** Returns the reads of a message, in the terms of the service's StateLoader. */
export type ReadsOf<Payload extends object, Reads> = (payload: Payload, message: Message<Payload>) => Reads;

/**
 * A method that decides one message, at once or in steps, or throws a `Refusal`. It does no I/O. It may omit trailing parameters that it
 * does not use; further parameters are Nest's own (`@Ctx()`). The decorator counts the declared parameters
 * (`function.length`) to know what to pass, so none of the first three may have a default value or be a rest parameter.
 */
export type HandlerMethod<Payload extends object, State, Change, Body extends object = object> = (
  payload: Payload,
  state: State,
  message: Message<Payload>,
  ...others: never[]
) => Decided<Change, Body>;

/** What a handler must know of an event's definition: then events of a common class can have one handler. */
type EventOf<Payload extends object> = Pick<EventDefinition<Payload>, 'kind' | 'type' | 'payload'>;

/** A decorator for methods of one type; on any other method it does not compile. */
export type HandlerDecorator<Method> = <M extends Method>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

export interface HandlingOptions {
  /**
   * The state loader queries another service first, or the handler writes much: its messages have a queue of their own,
   * so that other messages do not wait for them. The order of messages with the same key stays, across both queues.
   */
  readonly isolated?: boolean;
}

/**
 * The decorators of one service, with the types of its reads, state and changes. A service creates one instance for all
 * its controllers: `export const teamDecorators = new HandlerDecorators<TeamReads, TeamState, Change>();`
 */
export class HandlerDecorators<Reads, State, Change> {
  /**
   * Declares a handler that decides one command. `reads` names the state that is loaded under locks before the handler
   * is called.
   */
  readonly Command = <Payload extends object, Body extends object>(
    definition: CommandDefinition<Payload, Body>,
    reads: ReadsOf<Payload, Reads>,
    { isolated = false }: HandlingOptions = {},
  ): HandlerDecorator<HandlerMethod<Payload, State, Change, Body>> => {
    const extras = this.extras([definition], reads, isolated);
    // Nest's types allow only a transport, or undefined, between pattern and extras.
    return handler(MessagePattern(definition.type, undefined as never, extras));
  };

  /**
   * Declares a handler that decides what an event, or each of several events, changes in this service. A decision
   * without changes ignores the event.
   */
  readonly OnEvent = <Payload extends object>(
    definition: EventOf<Payload> | readonly EventOf<Payload>[],
    reads: ReadsOf<Payload, Reads>,
  ): HandlerDecorator<HandlerMethod<Payload, State, Change>> => {
    const definitions = [definition].flat();
    const types = definitions.map(({ type }) => type);
    const extras = this.extras(definitions, reads, false);
    return handler(EventPattern(types, undefined as never, extras));
  };

  /** Whether a value was declared with these decorators, and so has the types that they checked at compile time. */
  declared(something: unknown): something is HandlerDeclaration<Reads, State, Change> {
    return something instanceof HandlerDeclaration && something.decorators === this;
  }

  private extras<Payload extends object>(
    definitions: readonly Pick<MessageDefinition<Payload>, 'type' | 'payload'>[],
    reads: ReadsOf<Payload, Reads>,
    isolated: boolean,
  ): { declaration: HandlerDeclaration<Reads, State, Change> } {
    const readsOf = (message: Message): Reads => {
      const definition = definitions.find(({ type }) => type === message.type);
      if (!definition || !isMessageOf(definition, message))
        throw new Error(`a ${message.type} came to the handler of ${definitions.map(({ type }) => type).join(', ')}`);
      return reads(message.payload, message);
    };
    return { declaration: new HandlerDeclaration(this, readsOf, isolated) };
  }
}

/** What a decorator declares about a handler: what its messages read. Nest carries it as the extras of the pattern. */
export class HandlerDeclaration<Reads, State, Change> {
  constructor(
    readonly decorators: HandlerDecorators<Reads, State, Change>,
    readonly readsOf: (message: Message) => Reads,
    readonly isolated: boolean,
  ) {}
}

/** Rethrows refusals and other errors unchanged: the pipeline distinguishes them, and Nest would replace them. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

const StateParameter = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToRpc().getContext<MessageContext>().state,
);
const MessageParameter = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToRpc().getContext<MessageContext>().message,
);
/** The values that Nest passes to a handler, in the order of `HandlerMethod`, so that they match the checked types. */
const parameters = [PayloadParameter, StateParameter, MessageParameter];

function handler<Method extends (...args: never[]) => object>(pattern: MethodDecorator): HandlerDecorator<Method> {
  return (target, key, descriptor) => {
    const wanted = descriptor.value?.length ?? 0;
    parameters.slice(0, wanted).forEach((parameter, index) => parameter()(target, key, index));
    applyDecorators(pattern, UseFilters(RethrowFilter))(target, key, descriptor);
  };
}
