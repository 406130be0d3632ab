import {
  applyDecorators,
  Catch,
  createParamDecorator,
  UseFilters,
  type ExecutionContext,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { EventPattern, MessagePattern, Payload as PayloadParameter } from '@nestjs/microservices';
import type { CommandDefinition, Decision, MessageDefinition } from '@rollcall/contracts';
import { throwError, type Observable } from 'rxjs';
import { isMessageOf, type Message } from '../codec/envelope.js';
import type { MessageContext } from './message-context.js';

/** Returns what a message reads of the service's state, in the terms of that service's StateLoader. */
export type ReadsOf<Payload extends object, Reads> = (payload: Payload, message: Message<Payload>) => Reads;

/**
 * A method that decides one message, or throws a `Refusal`. It does no I/O. It may leave out what it does not look at;
 * parameters after these are Nest's own (`@Ctx()`).
 */
export type HandlerMethod<Payload extends object, State, Change, Body extends object = object> = (
  payload: Payload,
  state: State,
  message: Message<Payload>,
  ...others: never[]
) => Decision<Change, Body>;

/** A decorator for methods of one type only: any other does not compile. */
export type HandlerDecorator<Method> = <M extends Method>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

export interface HandlingOptions {
  /**
   * The state loader asks another service first, or there may be much to write: handled beside the others, which never
   * wait for it.
   */
  readonly isolated?: boolean;
}

/**
 * The decorators of one service, which know what its handlers may read, see and change. A service makes one for all its
 * controllers: `export const teamHandlers = new Handlers<TeamReads, TeamState, Change>();`
 */
export class Handlers<Reads, State, Change> {
  /** A handler that decides one command. `reads` says which state must be loaded, under locks, before it is asked. */
  readonly Command = <Payload extends object, Body extends object>(
    definition: CommandDefinition<Payload, Body>,
    reads: ReadsOf<Payload, Reads>,
    { isolated = false }: HandlingOptions = {},
  ): HandlerDecorator<HandlerMethod<Payload, State, Change, Body>> => {
    const extras = this.extras(definition, reads, isolated);
    // Nest's types allow only a transport, or undefined, between pattern and extras.
    return handler(MessagePattern(definition.type, undefined as never, extras));
  };

  /** A handler that decides what an event changes here. A decision without changes ignores it. */
  readonly OnEvent = <Payload extends object>(
    definition: MessageDefinition<Payload>,
    reads: ReadsOf<Payload, Reads>,
  ): HandlerDecorator<HandlerMethod<Payload, State, Change>> => {
    const extras = this.extras(definition, reads, false);
    // Nest's own type is narrower than a decorator.
    return handler(EventPattern(definition.type, undefined as never, extras) as MethodDecorator);
  };

  /** Whether something was declared with these decorators: what they checked when they were compiled is true of it. */
  declared(something: unknown): something is HandlerDeclaration<Reads, State, Change> {
    return something instanceof HandlerDeclaration && something.handlers === this;
  }

  private extras<Payload extends object>(
    definition: MessageDefinition<Payload>,
    reads: ReadsOf<Payload, Reads>,
    isolated: boolean,
  ): { declaration: HandlerDeclaration<Reads, State, Change> } {
    const readsOf = (message: Message): Reads => {
      if (!isMessageOf(definition, message))
        throw new Error(`a ${message.type} came to the handler of ${definition.type}`);
      return reads(message.payload, message);
    };
    return { declaration: new HandlerDeclaration(this, definition.type, readsOf, isolated) };
  }
}

/**
 * What stands beside a handler: of which message, what that message reads. It travels through Nest as extras of the
 * pattern.
 */
export class HandlerDeclaration<Reads, State, Change> {
  constructor(
    readonly handlers: Handlers<Reads, State, Change>,
    readonly type: string,
    readonly readsOf: (message: Message) => Reads,
    readonly isolated: boolean,
  ) {}
}

/** Rethrows refusals and faults unchanged: the pipeline tells them apart, and Nest would mask them. */
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
/** What Nest hands to a handler, in the order of `HandlerMethod`: the type that was checked is what comes. */
const parameters = [PayloadParameter, StateParameter, MessageParameter];

function handler<Method extends (...args: never[]) => object>(pattern: MethodDecorator): HandlerDecorator<Method> {
  return (target, key, descriptor) => {
    const wanted = descriptor.value?.length ?? 0;
    parameters.slice(0, wanted).forEach((parameter, index) => parameter()(target, key, index));
    applyDecorators(pattern, UseFilters(RethrowFilter))(target, key, descriptor);
  };
}
