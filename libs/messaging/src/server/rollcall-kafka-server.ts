import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { allMessages, type Decision } from '@rollcall/contracts';
import { lastValueFrom } from 'rxjs';
import { readAgain } from '../codec/decode-message.js';
import type { RepairedKafka } from '../kafka/connection.js';
import { deadLetter } from '../pipeline/dead-letter.js';
import { decode } from '../pipeline/decode.js';
import { pipeline } from '../pipeline/delivery.js';
import type { Flow } from '../pipeline/flow.js';
import { park } from '../pipeline/park.js';
import { reply } from '../pipeline/reply.js';
import { retry } from '../pipeline/retry.js';
import { trace, type Tracer } from '../pipeline/trace.js';
import { transact } from '../pipeline/transact.js';
import type { DecisionStore } from '../ports/decision-store.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { Message } from '../codec/envelope.js';
import { silentObserver, type MessagingLogger, type MessagingObserver } from '../ports/observers.js';
import type { ReadsOf } from './decorators.js';
import { consumerGroups } from './consumer-groups.js';
import { HandlerRegistrationError } from './handler-registration-error.js';
import { BatchConsumer } from './batch-consumer.js';
import { MessageContext } from './message-context.js';

export interface RollcallKafkaServerOptions {
  /** The service's name: its consumer groups are `<service>.commands` and `<service>.events`. */
  readonly service: string;
  readonly kafka: RepairedKafka;
  /**
   * The client id of this instance, if it is unique and the same after a restart. Members that a killed run left in the
   * groups under this id are removed at start, so that their partitions do not wait for the session time-out.
   */
  readonly clientId?: string;
  /** For replies and dead letters. */
  readonly publisher: EventPublisher;
  /**
   * Creates the store that turns messages into committed facts; `readsOf` returns what a message's handler declared.
   */
  readonly store: (readsOf: (message: Message) => unknown) => DecisionStore;
  /** Topics whose commands this service handles: all of them. */
  readonly commands?: readonly string[];
  /** Topics of which this service handles those events that have a handler here. */
  readonly events?: readonly string[];
  readonly logger: MessagingLogger;
  readonly observer?: MessagingObserver;
  readonly tracer?: Tracer;
  /** The process cannot go on: end it with this reason, so that its supervisor starts a new one. */
  readonly onFatal: (reason: string) => void;
}

interface Handling {
  readonly handler: MessageHandler;
  readonly reads: ReadsOf<object> | undefined;
  readonly isolated: boolean;
}

/**
 * Nest's transport for commands and events on Kafka (ADR 0001). Controllers declare handlers with `@Command` and
 * `@OnEvent`; the fixed pipeline surrounds them: trace, reply, dead-letter, decode, retry, park, transact.
 */
export class RollcallKafkaServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('rollcall-kafka');
  override readonly propagatesEventHandlerErrors = true;
  private readonly handlings = new Map<string, Handling>();
  private consumers: BatchConsumer[] = [];
  private readonly store: DecisionStore;

  constructor(private readonly options: RollcallKafkaServerOptions) {
    super();
    this.store = options.store((message) => this.readsOf(message));
  }

  /**
   * Handles one message outside the consumers: for an operator who retries a parked message.
   * @throws what its handling throws; then nothing has happened
   */
  async handleAgain(message: Message): Promise<void> {
    await this.store.run([readAgain(message)], (each, state) => this.decide(each, state));
  }

  /** True while all consumers are members of their groups and reach the broker. */
  get ready(): boolean {
    return this.consumers.length > 0 && this.consumers.every((consumer) => consumer.ready);
  }

  /** False when a consumer has shown no sign of life for a minute, although the broker answered. */
  get live(): boolean {
    return this.consumers.every((consumer) => consumer.live);
  }

  /**
   * Starts the consumers. The callback gets a HandlerRegistrationError when a command has no handler or two, and
   * another error when a group cannot be joined.
   */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    this.consumers = [];
  }

  on(): never {
    throw new Error('the transport has no events of its own: watch the health checks');
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the signature is Nest's
  unwrap<T>(): T {
    return this.options.kafka as T;
  }

  private async start(): Promise<void> {
    this.collectHandlers();
    const { service, commands = [], events = [] } = this.options;
    for (const { group, topics } of consumerGroups(service, { commands, events }))
      this.consumers.push(this.consumer(group, topics));
    await Promise.all(this.consumers.map((consumer) => consumer.start()));
  }

  private consumer(group: string, topics: readonly string[]): BatchConsumer {
    const { service, kafka, clientId, publisher, logger, onFatal, tracer, observer = silentObserver } = this.options;
    const { store } = this;
    // The policies control the consumer that is created after them.
    const flow: Flow = {
      pause: () => consumer.pause(),
      resume: () => consumer.resume(),
      get running() {
        return consumer.running;
      },
    };
    const handler = pipeline(
      [
        trace(service, tracer),
        reply(publisher, logger),
        deadLetter(service, publisher, logger, observer, flow),
        decode((type) => this.handlings.has(type)),
        retry(store, flow, logger, observer),
        park(store, observer),
      ],
      transact(store, (message, state) => this.decide(message, state), observer),
    );
    const isolated = (type: string) => this.handlings.get(type)?.isolated === true;
    const consumer = new BatchConsumer(kafka, handler, logger, { group, topics, clientId, isolated, onFatal });
    return consumer;
  }

  private readsOf(message: Message): unknown {
    return this.handlings.get(message.type)?.reads?.(message.payload, message);
  }

  private async decide(message: Message, state: unknown): Promise<Decision> {
    const handling = this.handlings.get(message.type);
    if (!handling) throw new Error(`no handler for ${message.type}`);
    const context = new MessageContext([message, state]);
    const result: unknown = await handling.handler(message.payload, context);
    return lastValueFrom(this.transformToObservable(result as Promise<Decision>));
  }

  private collectHandlers(): void {
    const { commands = [], events = [] } = this.options;
    const subscribed = allMessages().filter(({ topic }) => commands.includes(topic) || events.includes(topic));
    const problems: string[] = [];
    for (const [pattern, handler] of this.getHandlers()) {
      const definition = subscribed.find(({ type }) => type === pattern);
      if (!definition) problems.push(`${pattern} has a handler, but its topic is not subscribed to`);
      // Nest chains several event handlers of one pattern; a decision must be made once.
      if (handler.next) problems.push(`${pattern} has two handlers`);
      // our decorators put these extras there
      const { reads, isolated = false } = (handler.extras ?? {}) as Partial<Handling>;
      this.handlings.set(pattern, { handler, reads, isolated });
    }
    for (const { type, kind } of subscribed) {
      if (kind === 'command' && !this.handlings.has(type)) problems.push(`${type} has no handler`);
    }
    if (problems.length > 0) throw new HandlerRegistrationError(problems.join('; '));
  }

  /** In Nest's map the second of two handlers of one command would silently replace the first. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const known = this.getHandlers().has(this.normalizePattern(pattern as string));
    if (known && !isEventHandler) throw new HandlerRegistrationError(`${String(pattern)} has two handlers`);
    super.addHandler(pattern, callback, isEventHandler, extras);
  }
}
