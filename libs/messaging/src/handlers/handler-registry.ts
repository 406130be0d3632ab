import type { MessageHandler } from '@nestjs/microservices';
import { allMessageDefinitions, type Decision, type Subscription } from '@rollcall/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Message } from '../codec/envelope.js';
import type { HandlerDeclaration, HandlerDecorators } from './decorators.js';
import { HandlerRegistrationError } from './handler-registration-error.js';
import { MessageContext } from './message-context.js';

/** The registry as a transport uses it, without the types of its handlers. */
export interface UntypedHandlerRegistry {
  /**
   * Adds a handler as Nest found it: the method with its pipes, guards and filters, and the declaration of its
   * decorator.
   * @throws HandlerRegistrationError for a second handler of a type, and for a handler that was declared with other
   *   decorators
   */
  add(pattern: string, handler: MessageHandler, extras: MessageHandler['extras']): void;
  /**
   * @throws HandlerRegistrationError when a command of these topics has no handler, or a handler's topic is not among
   *   them
   */
  check(subscription: Subscription): void;
  /** Whether messages of a type have a queue of their own. */
  isIsolated(type: string): boolean;
}

interface RegisteredHandler<Reads, State, Change> {
  readonly declaration: HandlerDeclaration<Reads, State, Change>;
  /** The decorator has checked this type; Nest's own type is `any`. */
  readonly handle: MessageHandler<object, MessageContext<State>, Decision<Change>>;
}

/** The handlers of one service by message type. */
export class HandlerRegistry<Reads, State, Change> implements UntypedHandlerRegistry {
  private readonly registered = new Map<string, RegisteredHandler<Reads, State, Change>>();

  constructor(private readonly decorators: HandlerDecorators<Reads, State, Change>) {}

  add(pattern: string, handler: MessageHandler, extras: MessageHandler['extras']): void {
    const declaration: unknown = extras?.declaration;
    if (!this.decorators.declared(declaration)) {
      throw new HandlerRegistrationError(
        `${pattern} has a handler that was not declared with the decorators of this service`,
      );
    }
    if (this.registered.has(pattern)) throw new HandlerRegistrationError(`${pattern} has two handlers`);
    this.registered.set(pattern, { declaration, handle: handler });
  }

  check({ commandTopics, eventTopics }: Subscription): void {
    const subscribed = allMessageDefinitions().filter(
      ({ topic }) => commandTopics.includes(topic) || eventTopics.includes(topic),
    );
    const problems: string[] = [];
    for (const type of this.registered.keys()) {
      if (!subscribed.some((definition) => definition.type === type)) {
        problems.push(`${type} has a handler, but its topic is not subscribed to`);
      }
    }
    for (const { type, kind } of subscribed) {
      if (kind === 'command' && !this.has(type)) problems.push(`${type} has no handler`);
    }
    if (problems.length > 0) throw new HandlerRegistrationError(problems.join('; '));
  }

  has(type: string): boolean {
    return this.registered.has(type);
  }

  isIsolated(type: string): boolean {
    return this.registered.get(type)?.declaration.isolated === true;
  }

  /** The reads that a message's handler declared. */
  readonly readsOf = (message: Message): Reads => this.handlerOf(message).declaration.readsOf(message);

  /** Calls the handler of a message. */
  readonly decide = async (message: Message, state: State): Promise<Decision<Change>> => {
    const result = await this.handlerOf(message).handle(message.payload, new MessageContext([message, state]));
    return isObservable(result) ? lastValueFrom(result) : result; // interceptors and filters return observables
  };

  private handlerOf({ type }: Message): RegisteredHandler<Reads, State, Change> {
    const found = this.registered.get(type);
    if (!found) throw new Error(`no handler for ${type}`);
    return found;
  }
}
