import { authenticate, type CommandSenders } from '../pipeline/authenticate.js';
import { deadLetter } from '../pipeline/dead-letter.js';
import { decode } from '../pipeline/decode.js';
import { pipeline, type Handler } from '../pipeline/delivery.js';
import type { Flow } from '../pipeline/flow.js';
import { openHashes, type PayloadOpener } from '../pipeline/open-hashes.js';
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
  readonly registry: Pick<HandlerRegistry<unknown, State, Change>, 'has' | 'decide'>;
  readonly store: DecisionStore<State, Change>;
  /** Publishes replies and dead letters. */
  readonly publisher: EventPublisher;
  readonly logger: MessagingLogger;
  readonly observer?: MessagingObserver;
  readonly tracer?: Tracer;
  /** Who may send commands; absent where every program that can write to the topic may. */
  readonly senders?: CommandSenders;
  /** Opens sealed password hashes: for their owner. */
  readonly opener?: PayloadOpener | undefined;
}

/**
 * The policies around every handler, in their fixed order, outside in:
 *
 * - `trace`: what happens further in, answers and dead letters included, belongs to the message's span;
 * - `reply`: callers hear of every end, also of a message that could not be decoded, and only after the commit;
 * - `deadLetter`: keeps what fails further in as raw bytes, since decoding may be what failed;
 * - `decode`: once per message, not once per attempt;
 * - `authenticate`: needs the actor of the payload, and nothing further in is done for who may not ask;
 * - `openHashes`: only for who may ask;
 * - `retry`: repeats parking and transaction, which leave nothing behind when they fail;
 * - `park`: an event behind a parked one of its key must not reach the transaction, and whether there is one is asked
 *   anew at each attempt;
 * - `transact`: claims, decides and saves.
 */
export function standardPipeline<State, Change>(options: PipelineOptions<State, Change>, flow: Flow): Handler {
  const { service, registry, store, publisher, logger, observer = silentObserver, tracer, senders, opener } = options;
  return pipeline(
    [
      trace(service, tracer),
      reply(publisher, logger),
      deadLetter(service, publisher, logger, observer, flow),
      decode((type) => registry.has(type)),
      authenticate(senders, logger, observer),
      openHashes(opener),
      retry(store, flow, logger, observer),
      park(store, observer),
    ],
    transact(store, registry.decide, observer),
  );
}
