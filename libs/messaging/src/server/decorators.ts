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

/** What of the service's state a message needs to be decided: the service's own words, read by its StateLoader. */
export type ReadsOf<Payload extends object> = (payload: Payload, message: Message<Payload>) => unknown;

export interface HandlingOptions {
  /** The state source asks another service first, or there may be much to write: handled beside the others, which never wait for it. */
  readonly isolated?: boolean;
}

/** Hands refusals and faults on as they are: the pipeline tells them apart, and Nest would mask them. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * A handler that decides one command: `(payload, state) => Decision`, or throws a `Refusal`. It does no I/O.
 * `needs` says which state must be loaded, under locks, before it is asked.
 */
export function Command<Payload extends object>(
  definition: MessageDefinition<Payload>,
  reads?: ReadsOf<Payload>,
  { isolated = false }: HandlingOptions = {},
): MethodDecorator {
  // Nest's types want a transport or nothing between pattern and extras.
  return applyDecorators(
    MessagePattern(definition.type, undefined as never, { reads, isolated }),
    UseFilters(RethrowFilter),
  );
}

/** A handler that decides what an event changes here: `(payload, state) => Decision`. A decision without changes ignores it. */
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

/** Parameter: the whole message, with ids and time. */
export const Envelope = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToRpc().getContext<MessageContext>().message,
);
