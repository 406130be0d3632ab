import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { UntypedHandlerRegistry } from '../handlers/handler-registry.js';
import type { RepairedKafka } from '../kafka/connection.js';
import type { Handler } from '../pipeline/delivery.js';
import type { Flow } from '../pipeline/flow.js';
import type { MessagingLogger } from '../ports/observers.js';
import { BatchConsumer } from './batch-consumer.js';
import { consumerGroups } from './consumer-groups.js';

export interface RollcallKafkaServerOptions {
  /** The service's name: its consumer groups are `<service>.commands` and `<service>.events`. */
  readonly service: string;
  readonly kafka: RepairedKafka;
  /**
   * The client id of this instance, if it is unique and the same after a restart. Members that a killed run left in the
   * groups under this id are removed at start, so that their partitions do not wait for the session time-out.
   */
  readonly clientId?: string;
  /** Gets what Nest finds in the controllers. */
  readonly registry: UntypedHandlerRegistry;
  /**
   * What stands around the handlers (`standardPipeline`), made once for each group; its policies stop and go on with
   * their own flow.
   */
  readonly pipeline: (flow: Flow) => Handler;
  /** Topics whose commands this service handles: all of them. */
  readonly commandTopics?: readonly string[];
  /** Topics of which this service handles those events that have a handler here. */
  readonly eventTopics?: readonly string[];
  readonly logger: MessagingLogger;
  /** The process cannot go on: end it with this reason, so that its supervisor starts a new one. */
  readonly onFatal: (reason: string) => void;
}

/**
 * Nest's transport for commands and events on Kafka (ADR 0001). Controllers declare handlers with the decorators of
 * their service (`HandlerDecorators`); around them stands the pipeline.
 */
export class RollcallKafkaServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('rollcall-kafka');
  override readonly propagatesEventHandlerErrors = true;
  private consumers: BatchConsumer[] = [];

  constructor(private readonly options: RollcallKafkaServerOptions) {
    super();
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

  /** Nest's own map would let a second handler replace the first. */
  override addHandler(
    pattern: string,
    handler: MessageHandler,
    _isEventHandler?: boolean,
    extras?: MessageHandler['extras'],
  ): void {
    this.options.registry.add(pattern, handler, extras);
  }

  private async start(): Promise<void> {
    const { service, registry, commandTopics = [], eventTopics = [] } = this.options;
    registry.check({ commandTopics, eventTopics });
    for (const { group, topics } of consumerGroups(service, { commandTopics, eventTopics }))
      this.consumers.push(this.consumer(group, topics));
    await Promise.all(this.consumers.map((consumer) => consumer.start()));
  }

  private consumer(group: string, topics: readonly string[]): BatchConsumer {
    const { kafka, clientId, registry, pipeline, logger, onFatal } = this.options;
    // The policies control the consumer that is created after them.
    const flow: Flow = {
      pause: () => consumer.pause(),
      resume: () => consumer.resume(),
      get running() {
        return consumer.running;
      },
    };
    const isolated = (type: string) => registry.isIsolated(type);
    const consumer = new BatchConsumer(kafka, pipeline(flow), logger, { group, topics, clientId, isolated, onFatal });
    return consumer;
  }
}
