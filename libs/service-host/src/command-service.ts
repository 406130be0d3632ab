import {
  BatchingProducer,
  crashPoint,
  createKafka,
  encodeEvent,
  handleAgain,
  HandlerRegistry,
  RollcallKafkaServer,
  standardPipeline,
  type Handlers,
  type KafkaSettings,
  type Message,
} from '@rollcall/messaging';
import {
  classifyFailure,
  cleanInbox,
  createDataSource,
  createReadDataSource,
  databaseAnswers,
  OutboxRelay,
  outboxStatus,
  ParkedMessages,
  ParkedMessagesReadModel,
  PostgresDecisionStore,
  sharedEntities,
  type DataSource,
  type EntityClass,
  type StateLoader,
} from '@rollcall/persistence';
import { exitWith, type ServiceFrame } from '@rollcall/service-kit';
import { messagingMetrics } from './messaging-metrics.js';

/** `Reads`, `State` and `Change` are those of the handlers; the loader must agree. */
export interface CommandServiceOptions<Reads, State, Change, Prefetched> {
  readonly frame: ServiceFrame;
  readonly databaseUrl: string;
  readonly poolSize?: number;
  /** The service's own tables: what `reads` knows beside the shared ones. */
  readonly entities?: readonly EntityClass[];
  readonly kafka: Omit<KafkaSettings, 'clientId'>;
  /** The decorators of the service's controllers. */
  readonly handlers: Handlers<Reads, State, Change>;
  /** Or what makes it, where it needs the database outside its transactions (to prefetch). */
  readonly loader:
    | StateLoader<NoInfer<Reads>, NoInfer<State>, NoInfer<Change>, Prefetched>
    | ((dataSource: DataSource) => StateLoader<NoInfer<Reads>, NoInfer<State>, NoInfer<Change>, Prefetched>);
  /** Topics whose commands, and whose events, this service handles. */
  readonly commands: readonly string[];
  readonly events?: readonly string[];
}

const cleaningEveryMs = 600_000;

/** What a service is made of, once it is connected. */
interface CommandServiceParts {
  readonly frame: ServiceFrame;
  readonly dataSource: DataSource;
  readonly reads: DataSource;
  readonly server: RollcallKafkaServer;
  readonly handleAgain: (message: Message) => Promise<void>;
  readonly senders: readonly BatchingProducer[];
  readonly relay: OutboxRelay;
}

/**
 * What every service that owns a database is made of: pool, inbox, outbox with relay, the transport for commands and events, and
 * their health checks and metrics. A service adds its handlers and its StateLoader.
 */
export class CommandService {
  readonly dataSource: DataSource;
  /** For lists and simple reads, by repositories and query builders: a small pool that cannot write. */
  readonly reads: DataSource;
  readonly server: RollcallKafkaServer;
  readonly parked: ParkedMessages;
  readonly parkedList: ParkedMessagesReadModel;
  private cleaning?: NodeJS.Timeout;

  private constructor(private readonly parts: CommandServiceParts) {
    const { frame, dataSource, reads, server } = parts;
    this.dataSource = dataSource;
    this.reads = reads;
    this.server = server;
    this.parked = new ParkedMessages(dataSource, frame.name);
    this.parkedList = new ParkedMessagesReadModel(reads, frame.name);
  }

  /** Connects to the database and prepares the rest; nothing is consumed or published before `start`. */
  static async connect<Reads, State, Change, Prefetched = never>(
    options: CommandServiceOptions<Reads, State, Change, Prefetched>,
  ): Promise<CommandService> {
    const { frame, databaseUrl, commands, events = [] } = options;
    const { name, logger, telemetry } = frame;
    const [dataSource, reads] = await Promise.all([
      createDataSource({ name, url: databaseUrl, poolSize: options.poolSize ?? 10 }),
      createReadDataSource({ name, url: databaseUrl, entities: [...sharedEntities, ...(options.entities ?? [])] }),
    ]);
    const clientId = `${name}.${frame.instanceId}`;
    const kafka = createKafka({ ...options.kafka, clientId }, logger);
    // Two connections: an event never waits behind a reply, nor a reply behind a thousand events.
    const forReplies = new BatchingProducer(kafka, logger);
    const forEvents = new BatchingProducer(kafka, logger);
    const relay = relayOf(options, forEvents);
    const handlers = new HandlerRegistry(options.handlers);
    const store = new PostgresDecisionStore<Reads, State, Change, Prefetched>({
      dataSource,
      consumer: name,
      loader: typeof options.loader === 'function' ? options.loader(dataSource) : options.loader,
      readsOf: handlers.readsOf,
      encode: (event, cause) => encodeEvent(name, event, cause),
      relay,
      failpoint: crashPoint,
    });
    const observer = messagingMetrics(frame);
    const policies = { service: name, handlers, store, publisher: forReplies, logger, observer, tracer: telemetry };
    const server = new RollcallKafkaServer({
      service: name,
      kafka,
      clientId,
      handlers,
      pipeline: (flow) => standardPipeline(policies, flow),
      commands,
      events,
      logger,
      onFatal: (reason) => exitWith(logger, reason),
    });
    const service = new CommandService({
      frame,
      dataSource,
      reads,
      server,
      handleAgain: (message) => handleAgain(message, handlers, store),
      senders: [forReplies, forEvents],
      relay,
    });
    service.watch();
    return service;
  }

  /** Connects the senders and starts the relay; the transport is started by Nest. */
  async start(): Promise<void> {
    await Promise.all(this.parts.senders.map((sender) => sender.connect()));
    this.parts.relay.start();
    this.cleaning = setInterval(() => void this.clean(), cleaningEveryMs);
  }

  /** After a commit outside a decision (a job's) that left events behind: they are published at once. */
  announce(): void {
    this.parts.relay.wake();
  }

  /** After the transport: publishes what is committed, then disconnects. */
  async close(): Promise<void> {
    clearInterval(this.cleaning);
    await this.parts.relay.stop();
    await Promise.all(this.parts.senders.map((sender) => sender.close()));
    await Promise.all([this.dataSource.destroy(), this.reads.destroy()]);
  }

  /**
   * Handles one message outside the flow: an operator retries what was parked.
   * @throws what its handling throws; then nothing has happened
   */
  handleAgain(message: Message): Promise<void> {
    return this.parts.handleAgain(message);
  }

  private watch(): void {
    const { health, metrics } = this.parts.frame;
    health.addReady('database', () => databaseAnswers(this.dataSource));
    // A query that failed so is no defect of the query: whoever asks is told to ask again.
    health.addSignOfAbsence((error) => classifyFailure(error) !== 'fault');
    health.addReady('consumers', () => this.server.ready);
    health.addLive('consumers', () => this.server.live);
    metrics.gauge('rollcall_outbox_rows', 'Events committed and not yet published', [], async (gauge) => {
      gauge.set((await outboxStatus(this.dataSource)).reduce((sum, { rows }) => sum + rows, 0));
    });
  }

  private async clean(): Promise<void> {
    try {
      await cleanInbox(this.dataSource);
    } catch (error) {
      this.parts.frame.logger.warn('the inbox could not be cleaned: it is tried again later', { error });
    }
  }
}

function relayOf(
  { frame: { name, logger }, databaseUrl }: { readonly frame: ServiceFrame; readonly databaseUrl: string },
  publisher: BatchingProducer,
): OutboxRelay {
  return new OutboxRelay({
    url: databaseUrl,
    name,
    publisher,
    failpoint: crashPoint,
    observer: { failed: (error) => logger.warn('events could not be published: they stay in the outbox', { error }) },
  });
}
