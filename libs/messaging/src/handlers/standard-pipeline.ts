import { deadLetter } from '../pipeline/dead-letter.js';
import { decode } from '../pipeline/decode.js';
import { pipeline, type Handler } from '../pipeline/delivery.js';
import type { Flow } from '../pipeline/flow.js';
import { park } from '../pipeline/park.js';
import { reply } from '../pipeline/reply.js';
import { retry } from '../pipeline/retry.js';
import { trace, type Tracer } from '../pipeline/trace.js';
import { transact } from '../pipeline/transact.js';
import type { DecisionStore } from '../ports/decision-store.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import { silentObserver, type MessagingLogger, type MessagingObserver } from '../ports/observers.js';
import type { HandlerRegistry } from './handler-registry.js';

export interface PipelineOptions<State, Change> {
  /** The service's name, which its dead letters state. */
  readonly service: string;
  readonly handlers: Pick<HandlerRegistry<unknown, State, Change>, 'has' | 'decide'>;
  readonly store: DecisionStore<State, Change>;
  /** Publishes replies and dead letters. */
  readonly publisher: EventPublisher;
  readonly logger: MessagingLogger;
  readonly observer?: MessagingObserver;
  readonly tracer?: Tracer;
}

/**
 * The policies around every handler, in their fixed order, outside in: trace, reply, dead-letter, decode, retry, park,
 * transact.
 */
export function standardPipeline<State, Change>(options: PipelineOptions<State, Change>, flow: Flow): Handler {
  const { service, handlers, store, publisher, logger, observer = silentObserver, tracer } = options;
  return pipeline(
    [
      trace(service, tracer),
      reply(publisher, logger),
      deadLetter(service, publisher, logger, observer, flow),
      decode((type) => handlers.has(type)),
      retry(store, flow, logger, observer),
      park(store, observer),
    ],
    transact(store, handlers.decide, observer),
  );
}
