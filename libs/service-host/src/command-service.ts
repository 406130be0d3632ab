import type { DecideTogether, WouldBeResult } from '@rollcall/contracts';
import {
  BatchingProducer,
  CommandSenders,
  crashPoint,
  createKafka,
  encodeEvent,
  handleAgain,
  HandlerRegistry,
  RollcallKafkaServer,
  standardPipeline,
  type HandlerDecorators,
  type KafkaSettings,
  type Message,
  type PayloadOpener,
  type RepairedKafka,
} from '@rollcall/messaging';
import {
  classifyFailure,
  cleanInbox,
  ClosedAccounts,
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
  type Foresee,
  type StateLoader,
} from '@rollcall/persistence';
import { exitWith, RegularJob, triesAgain, type ServiceFrame } from '@rollcall/service-kit';
import { dryRunsOf, type DryRuns, type TogetherOptions } from './dry-runs.js';
import { messagingMetrics } from './messaging-metrics.js';

/** `Reads`, `State` and `Change` are the types of the handlers; the loader must have the same. */
export interface CommandServiceOptions<Reads, State, Change, Prefetched> {
  readonly frame: ServiceFrame;
  readonly databaseUrl: string;
  readonly poolSize?: number;
  /** The service's own tables, which `reads` can query besides the shared ones. */
  readonly entities?: readonly EntityClass[];
  readonly kafka: Omit<KafkaSettings, 'clientId'>;
  /** The decorators of the service's controllers. */
  readonly decorators: HandlerDecorators<Reads, State, Change>;
  /**
   * The loader, or a function that creates it, for a loader that needs the database outside of transactions (to
   * prefetch).
   */
  readonly loader:
    | StateLoader<NoInfer<Reads>, NoInfer<State>, NoInfer<Change>, Prefetched>
    | ((dataSource: DataSource) => StateLoader<NoInfer<Reads>, NoInfer<State>, NoInfer<Change>, Prefetched>);
  /** Says what a dry run would change; absent where no command has one. */
  readonly foresee?: Foresee<NoInfer<State>, NoInfer<Change>>;
  /** What dry runs of several commands need besides `foresee`; absent where there are none. */
  readonly together?: TogetherOptions<NoInfer<Reads>, NoInfer<State>, NoInfer<Change>>;
  /** Topics whose commands, and topics whose events, this service handles. */
  readonly commandTopics: readonly string[];
  readonly eventTopics?: readonly string[];
  /** Opens the password hashes in commands: for their owner. */
  readonly opener?: PayloadOpener;
}

const cleaningEveryMs = 600_000;

/** The parts of a connected service. */
interface CommandServiceParts {
  readonly frame: ServiceFrame;
  readonly dataSource: DataSource;
  readonly reads: DataSource;
  readonly server: RollcallKafkaServer;
  readonly handleAgain: (message: Message) => Promise<void>;
  readonly dryRuns: DryRuns | undefined;
  readonly senders: readonly BatchingProducer[];
  readonly relay: OutboxRelay;
  readonly closedAccounts: ClosedAccounts;
}

/**
 * What every service with a database consists of: connection pool, inbox, outbox with relay, the transport for commands
 * and events, and their health checks and metrics. A service adds its handlers and its StateLoader.
 */
export class CommandService {
  readonly dataSource: DataSource;
  /** A small read-only pool for repositories and query builders, for lists and simple queries. */
  readonly reads: DataSource;
  readonly server: RollcallKafkaServer;
  readonly parked: ParkedMessages;
  readonly parkedList: ParkedMessagesReadModel;
  private cleaning?: RegularJob;

  private constructor(private readonly parts: CommandServiceParts) {
    const { frame, dataSource, reads, server } = parts;
    this.dataSource = dataSource;
    this.reads = reads;
    this.server = server;
    this.parked = new ParkedMessages(dataSource, frame.name);
    this.parkedList = new ParkedMessagesReadModel(reads, frame.name);
  }

  /** Connects to the database and creates the parts; it consumes and publishes nothing before `start`. */
  static async connect<Reads, State, Change, Prefetched = never>(
    options: CommandServiceOptions<Reads, State, Change, Prefetched>,
  ): Promise<CommandService> {
    const { frame, commandTopics } = options;
    const { name, logger } = frame;
    const [dataSource, reads] = await connectPools(options);
    const clientId = `${name}.${frame.instanceId}`;
    const kafka = createKafka({ ...options.kafka, clientId }, logger);
    // Two producers, so that an event never waits behind a reply, nor a reply behind a thousand events.
    const forReplies = new BatchingProducer(kafka, logger);
    const forEvents = new BatchingProducer(kafka, logger);
    const relay = relayOf(options, forEvents);
    const registry = new HandlerRegistry(options.decorators);
    const loader = typeof options.loader === 'function' ? options.loader(dataSource) : options.loader;
    const { foresee, together } = options;
    const store = new PostgresDecisionStore<Reads, State, Change, Prefetched>({
      dataSource,
      consumer: name,
      loader,
      readsOf: registry.readsOf,
      encode: (event, cause) => encodeEvent(name, event, cause),
      foresee,
      relay,
      failpoint: crashPoint,
    });
    const service = new CommandService({
      frame,
      dataSource,
      reads,
      server: serverOf(options, { kafka, clientId, registry, store, publisher: forReplies }),
      handleAgain: (message) => handleAgain(message, registry, store),
      dryRuns: foresee && together && dryRunsOf({ dataSource, loader, registry, commandTopics, foresee, together }),
      senders: [forReplies, forEvents],
      relay,
      closedAccounts: closedAccountsOf(options, dataSource),
    });
    service.watch();
    return service;
  }

  /** Connects the producers and starts the relay; Nest starts the transport. */
  async start(): Promise<void> {
    await Promise.all(this.parts.senders.map((sender) => sender.connect()));
    this.parts.relay.start();
    this.parts.closedAccounts.start();
    this.cleaning = new RegularJob({
      everyMs: cleaningEveryMs,
      run: () => cleanInbox(this.dataSource),
      onFailure: triesAgain(this.parts.frame.logger, 'the inbox could not be cleaned'),
    });
  }

  /**
   * Wakes the relay after a commit outside of a decision (a job's) that wrote events, so that they are published at
   * once.
   */
  announce(): void {
    this.parts.relay.wake();
  }

  /** Publishes what is committed, and then disconnects. Call it after the transport has closed. */
  async close(): Promise<void> {
    await this.cleaning?.close();
    await this.parts.closedAccounts.stop();
    await this.parts.relay.stop();
    await Promise.all(this.parts.senders.map((sender) => sender.close()));
    await Promise.all([this.dataSource.destroy(), this.reads.destroy()]);
  }

  /**
   * Handles one message outside of the consumers: for an operator who retries a parked message.
   * @throws what its handling throws; the message then had no effect
   */
  handleAgain(message: Message): Promise<void> {
    return this.parts.handleAgain(message);
  }

  /**
   * Says what several commands would do one after the other (rule 26). Nothing is saved.
   * @throws Refusal invalid-message, dry-runs-busy, dry-run-too-large
   */
  decideTogether(input: DecideTogether): Promise<WouldBeResult[]> {
    const { dryRuns } = this.parts;
    if (!dryRuns) throw new Error('this service has no dry runs of several commands');
    return dryRuns(input);
  }

  private watch(): void {
    const { health, metrics } = this.parts.frame;
    health.addReady('database', () => databaseAnswers(this.dataSource));
    // Such a failure of a query is no fault of the query: the caller is told to retry.
    health.addSignOfAbsence((error) => classifyFailure(error) !== 'fault');
    health.addReady('consumers', () => this.server.ready);
    health.addLive('consumers', () => this.server.live);
    metrics.gauge('rollcall_outbox_rows', 'Events committed and not yet published', [], async (gauge) => {
      gauge.set((await outboxStatus(this.dataSource)).reduce((sum, { rows }) => sum + rows, 0));
    });
  }
}

/** The pool of commands, and the small one of lists. */
function connectPools<Reads, State, Change, Prefetched>({
  frame: { name },
  databaseUrl: url,
  poolSize = 10,
  entities = [],
}: CommandServiceOptions<Reads, State, Change, Prefetched>): Promise<[DataSource, DataSource]> {
  return Promise.all([
    createDataSource({ name, url, poolSize }),
    createReadDataSource({ name, url, entities: [...sharedEntities, ...entities] }),
  ]);
}

function closedAccountsOf(
  { frame: { logger }, entities = [] }: Pick<CommandServiceOptions<never, never, never, never>, 'frame' | 'entities'>,
  dataSource: DataSource,
): ClosedAccounts {
  return new ClosedAccounts({
    dataSource,
    entities: [...entities, ...sharedEntities],
    onEmptied: (rows) => logger.info('rows of closed accounts were deleted', { count: rows }),
    onFailure: triesAgain(logger, 'rows of closed accounts could not be deleted'),
  });
}

/** What consumes the service's topics, with the policies around each handler. */
function serverOf<Reads, State, Change, Prefetched>(
  { frame, commandTopics, eventTopics = [], opener }: CommandServiceOptions<Reads, State, Change, Prefetched>,
  {
    kafka,
    clientId,
    ...deciding
  }: {
    readonly kafka: RepairedKafka;
    readonly clientId: string;
    readonly registry: HandlerRegistry<Reads, State, Change>;
    readonly store: PostgresDecisionStore<Reads, State, Change, Prefetched>;
    readonly publisher: BatchingProducer;
  },
): RollcallKafkaServer {
  const { name: service, logger, telemetry: tracer } = frame;
  const observer = messagingMetrics(frame);
  const senders = new CommandSenders(frame.callers, frame.unsignedCommands);
  const policies = { service, ...deciding, logger, observer, senders, opener, tracer };
  return new RollcallKafkaServer({
    service,
    kafka,
    clientId,
    registry: deciding.registry,
    pipeline: (flow) => standardPipeline(policies, flow),
    commandTopics,
    eventTopics,
    logger,
    onFatal: (reason) => exitWith(logger, reason),
  });
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
