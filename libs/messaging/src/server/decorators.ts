import {
  applyDecorators,
  Catch,
  createParamDecorator,
  UseFilters,
  type ExecutionContext,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import type { MessageDefinition } from '@rollcall/contracts';
import { throwError, type Observable } from 'rxjs';
import type { Message } from '../codec/envelope.js';
import type { MessageContext } from './message-context.js';

/** Returns what a message reads of the service's state, in the terms of that service's StateLoader. */
export type ReadsOf<Payload extends object> = (payload: Payload, message: Message<Payload>) => unknown;

export interface HandlingOptions {
  /**
   * Messages of this type get a queue of their own, because one may take long (another service is asked first, or much
   * is written).
   */
  readonly isolated?: boolean;
}

/** Rethrows refusals and faults unchanged: the pipeline tells them apart, and Nest would mask them. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Declares a handler that decides one command: `(payload, state) => Decision`; it throws a `Refusal` for a "no". It
 * does no I/O. `reads` says which state must be loaded, under locks, before the handler is called.
 */
export function Command<Payload extends object>(
  definition: MessageDefinition<Payload>,
  reads?: ReadsOf<Payload>,
  { isolated = false }: HandlingOptions = {},
): MethodDecorator {
  // Nest's types allow only a transport, or undefined, between pattern and extras.
  return applyDecorators(
    MessagePattern(definition.type, undefined as never, { reads, isolated }),
    UseFilters(RethrowFilter),
  );
}

/**
 * Declares a handler that decides what an event changes in this service: `(payload, state) => Decision`. A decision
 * without changes ignores the event.
 */
export function OnEvent<Payload extends object>(
  definition: MessageDefinition<Payload>,
  reads?: ReadsOf<Payload>,
): MethodDecorator {
  return applyDecorators(
    EventPattern(definition.type, undefined as never, { reads }) as MethodDecorator,
    UseFilters(RethrowFilter),
  ); // Nest's own type is narrower than a decorator
}

/** Parameter: the loaded state. */
export const State = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToRpc().getContext<MessageContext>().state,
);

/** Parameter: the whole message, with its ids and time. */
export const Envelope = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToRpc().getContext<MessageContext>().message,
);
