import {
  CoalescingSender,
  crashPoint,
  createKafka,
  encodeEvent,
  RollcallKafkaServer,
  type KafkaSettings,
  type MessagingObserver,
} from '@rollcall/messaging';
import { exitWith, type ServiceFrame } from '@rollcall/service-kit';
import type { DataSource } from 'typeorm';
import { createDataSource, createReadDataSource, type EntityClass } from '../connection/data-source.js';
import { classifyFailure } from '../connection/failures.js';
import { databaseAnswers } from '../connection/transaction.js';
import { PostgresDecisionStore } from '../decisions/postgres-decision-store.js';
import type { StateSource, WorkingSet } from '../decisions/state-source.js';
import { sharedEntities } from '../entities/shared-entities.js';
import { cleanInbox } from '../inbox/clean-inbox.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import { outboxStatus } from '../outbox/outbox-status.js';
import { ParkedMessageList } from '../parked/parked-message-list.js';
import { ParkedMessages } from '../parked/parked-messages.js';

export interface DecidingServiceOptions<S extends WorkingSet> {
  readonly frame: ServiceFrame;
  readonly databaseUrl: string;
  readonly poolSize?: number;
  /** The service's own tables: what `reads` knows beside the shared ones. */
  readonly entities?: readonly EntityClass[];
  readonly kafka: Omit<KafkaSettings, 'clientId'>;
  /** Or what makes it, where it needs the database outside its transactions (in `gather`). */
  readonly source: StateSource<S> | ((dataSource: DataSource) => StateSource<S>);
  /** Topics whose commands, and whose events, this service handles. */
  readonly commands: readonly string[];
  readonly events?: readonly string[];
}

const cleaningEveryMs = 600_000;

/**
 * What every service that owns a database is made of: pool, inbox, outbox with relay, the transport for commands and events, and
 * their health checks and metrics. A service adds its handlers and its StateSource.
 */
export class DecidingService<S extends WorkingSet = WorkingSet> {
  readonly dataSource: DataSource;
  /** For lists and simple reads, by repositories and query builders: a small pool that cannot write. */
  readonly reads: DataSource;
  readonly parked: ParkedMessages;
  readonly parkedList: ParkedMessageList;
  private cleaning?: NodeJS.Timeout;

  private constructor(
    private readonly options: DecidingServiceOptions<S>,
    { dataSource, reads }: { readonly dataSource: DataSource; readonly reads: DataSource },
    readonly server: RollcallKafkaServer,
    private readonly senders: readonly CoalescingSender[],
    private readonly relay: OutboxRelay,
  ) {
    this.dataSource = dataSource;
    this.reads = reads;
    this.parked = new ParkedMessages(dataSource, options.frame.name);
    this.parkedList = new ParkedMessageList(reads, options.frame.name);
  }

  /** Connects to the database and prepares the rest; nothing is consumed or published before `start`. */
  static async connect<S extends WorkingSet>(options: DecidingServiceOptions<S>): Promise<DecidingService<S>> {
    const { frame, databaseUrl, commands, events = [] } = options;
    const { name, logger, telemetry } = frame;
    const [dataSource, reads] = await Promise.all([
      createDataSource({ name, url: databaseUrl, poolSize: options.poolSize ?? 10 }),
      createReadDataSource({ name, url: databaseUrl, entities: [...sharedEntities, ...(options.entities ?? [])] }),
    ]);
    const source = typeof options.source === 'function' ? options.source(dataSource) : options.source;
    const clientId = `${name}.${frame.instanceId}`;
    const kafka = createKafka({ ...options.kafka, clientId }, logger);
    // Two connections: an event never waits behind a reply, nor a reply behind a thousand events.
    const forReplies = new CoalescingSender(kafka, logger);
    const forEvents = new CoalescingSender(kafka, logger);
    const relay = new OutboxRelay({
      url: databaseUrl,
      name,
      publisher: forEvents,
      failpoint: crashPoint,
      observer: { failed: (error) => logger.warn('events could not be published: they stay in the outbox', { error }) },
    });
    const server = new RollcallKafkaServer({
      service: name,
      kafka,
      clientId,
      publisher: forReplies,
      commands,
      events,
      logger,
      tracer: telemetry,
      observer: observerOf(frame),
      onFatal: (reason) => exitWith(logger, reason),
      store: (needsOf) =>
        new PostgresDecisionStore({
          dataSource,
          consumer: name,
          source,
          needsOf,
          encode: (event, cause) => encodeEvent(name, event, cause),
          relay,
          failpoint: crashPoint,
        }),
    });
    const service = new DecidingService(options, { dataSource, reads }, server, [forReplies, forEvents], relay);
    service.watch();
    return service;
  }

  /** Connects the senders and starts the relay; the transport is started by Nest. */
  async start(): Promise<void> {
    await Promise.all(this.senders.map((sender) => sender.connect()));
    this.relay.start();
    this.cleaning = setInterval(() => void this.clean(), cleaningEveryMs);
  }

  /** After a commit outside a decision (a job's) that left events behind: they are published at once. */
  announce(): void {
    this.relay.wake();
  }

  /** After the transport: publishes what is committed, then disconnects. */
  async close(): Promise<void> {
    clearInterval(this.cleaning);
    await this.relay.stop();
    await Promise.all(this.senders.map((sender) => sender.close()));
    await Promise.all([this.dataSource.destroy(), this.reads.destroy()]);
  }

  private watch(): void {
    const { health, metrics } = this.options.frame;
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
      this.options.frame.logger.warn('the inbox could not be cleaned: it is tried again later', { error });
    }
  }
}

function observerOf({ metrics }: ServiceFrame): MessagingObserver {
  const messages = metrics.counter('rollcall_messages_total', 'Messages by what became of them', ['outcome']);
  const sizes = metrics.histogram(
    'rollcall_batch_size',
    'Messages per transaction',
    [],
    [1, 2, 5, 10, 25, 50, 100, 250, 500],
  );
  const durations = metrics.histogram('rollcall_batch_seconds', 'Time per transaction');
  return {
    count: (outcome, by = 1) => messages.inc({ outcome }, by),
    batch: (size, milliseconds) => {
      sizes.observe(size);
      durations.observe(milliseconds / 1_000);
    },
  };
}
