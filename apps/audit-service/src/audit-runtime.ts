import { auditSubscription } from '@rollcall/contracts';
import { consumerGroups, crashPoint, createKafka, LogReader, type KafkaSettings } from '@rollcall/messaging';
import {
  classifyFailure,
  ClosedAccounts,
  createDataSource,
  createReadDataSource,
  databaseAnswers,
  type DataSource,
} from '@rollcall/persistence';
import { exitWith, RegularJob, triesAgain, type ServiceFrame } from '@rollcall/service-kit';
import { auditMetrics } from './audit-metrics.js';
import type { NameOwners } from './clients/name-client.js';
import { learnTerms } from './clients/learn-terms.js';
import { Completeness } from './completeness/completeness.js';
import { accountsWithoutTerms, keepTerms, noteTerms } from './persistence/account-terms.js';
import { AuditReadModel } from './persistence/audit-read-model.js';
import { AuditStore, type AuditObserver } from './persistence/audit-store.js';
import { allEntities } from './persistence/entities/audit-entities.js';
import { lookAfterDays, makeDays, type Retention } from './persistence/days.js';
import { Holds } from './persistence/holds.js';
import { forgetRuns } from './persistence/recorder-runs.js';
import { ProofReadModel } from './persistence/proofs/proof-read-model.js';
import { noteSuccession, stateLogs, type LogKeys } from './persistence/proofs/state-logs.js';
import { hasDueStrikes, strikeDue } from './persistence/proofs/due-strikes.js';
import { strikePerson } from './persistence/proofs/strike-person.js';
import { StreamReadModel } from './persistence/streams/stream-read-model.js';
import { EntryTopic } from './topic/entry-topic.js';
import type { TopicChoice } from './topic/published-entry.js';

export interface AuditRuntimeOptions {
  readonly frame: ServiceFrame;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly kafka: Omit<KafkaSettings, 'clientId'>;
  readonly retention: Retention;
  readonly keys: LogKeys;
  readonly checkpointEveryMs: number;
  readonly topic: TopicChoice;
  /** So often the topic says of each account how far it has come. */
  readonly heartbeatMs: number;
  /** What knows what is so, and is compared with what was heard. */
  readonly owners: NameOwners;
  readonly compareEveryMs: number;
}

const daysEveryMs = 600_000;
const strikesEveryMs = 60_000;
/** Striking somebody looks at all entries of an account. */
const strikeTimeoutMs = 600_000;

/**
 * What the service consists of: the reader of the topics, the database, and the jobs that look after days and closed
 * accounts. It handles no commands, so it has no inbox; an outbox has the entries that an operator wants on a topic.
 */
export class AuditRuntime {
  readonly readModel: AuditReadModel;
  readonly proofs: ProofReadModel;
  readonly streams: StreamReadModel;
  readonly store: AuditStore;
  private readonly reader: LogReader;
  private readonly topic: EntryTopic | undefined;
  /** Called after entries were stored. */
  private stored: () => void = () => undefined;
  private readonly closedAccounts: ClosedAccounts;
  private jobs: readonly RegularJob[] = [];
  private readonly warnOfDays: (error: unknown) => void;
  private isStopping = false;
  /** When the roots of all logs were signed that had grown, by this instance or while another one did it. */
  private statedAt = performance.now();
  private readonly completeness: Completeness;

  private constructor(
    private readonly options: AuditRuntimeOptions,
    readonly dataSource: DataSource,
    private readonly reads: DataSource,
  ) {
    const { frame, kafka } = options;
    const { logger, name } = frame;
    this.warnOfDays = triesAgain(logger, 'days could not all be made or dropped');
    const clientId = `${name}.${frame.instanceId}`;
    const [group] = consumerGroups(name, auditSubscription);
    if (!group) throw new Error('audit-service reads no topics');
    this.readModel = new AuditReadModel(reads);
    this.proofs = new ProofReadModel(reads);
    this.streams = new StreamReadModel(reads);
    const client = createKafka({ ...kafka, clientId }, logger);
    const { topic, databaseUrl, owners, compareEveryMs, heartbeatMs } = options;
    const entryTopic = { kafka: client, databaseUrl, dataSource, frame, choice: topic, heartbeatMs };
    this.topic = topic === 'no' ? undefined : new EntryTopic(entryTopic);
    const store = new AuditStore({ dataSource, observer: this.observer(), topic, failpoint: crashPoint });
    this.store = store;
    this.completeness = new Completeness({ dataSource, store, kafka: client, owners, compareEveryMs, logger });
    this.reader = new LogReader(client, logger, {
      ...group,
      clientId,
      positions: store,
      onFatal: (reason) => exitWith(logger, reason),
    });
    this.closedAccounts = new ClosedAccounts({
      dataSource,
      entities: allEntities,
      onEmptied: (rows) => logger.info('rows of closed accounts were deleted', { count: rows }),
      onFailure: triesAgain(logger, 'rows of closed accounts could not be deleted'),
    });
    this.reportHealth();
  }

  /** Whom to call after entries were stored. */
  whenStored(call: () => void): void {
    this.stored = call;
  }

  /** Connects to the database; it reads no topic before `start`. */
  static async connect(options: AuditRuntimeOptions): Promise<AuditRuntime> {
    const { frame, databaseUrl: url, poolSize } = options;
    const [dataSource, reads] = await Promise.all([
      createDataSource({ name: frame.name, url, poolSize }),
      createReadDataSource({ name: frame.name, url, entities: allEntities }),
    ]);
    return new AuditRuntime(options, dataSource, reads);
  }

  /** Makes the days that are needed, and begins to read. */
  async start(): Promise<void> {
    const { frame, checkpointEveryMs, keys } = this.options;
    const failed = (failure: string) => triesAgain(frame.logger, failure);
    await makeDays(this.dataSource, new Date());
    await noteSuccession(this.dataSource, keys, new Date());
    this.jobs = [
      new RegularJob({ everyMs: daysEveryMs, run: () => this.lookAfterDays(), onFailure: this.warnOfDays }),
      new RegularJob({
        everyMs: checkpointEveryMs,
        run: () => this.stateLogs(),
        onFailure: failed('the roots of logs could not be signed'),
      }),
      new RegularJob({
        everyMs: strikesEveryMs,
        run: () => this.strikeDue(),
        onFailure: failed('who was struck before could not be struck again'),
      }),
    ];
    await this.topic?.start();
    this.completeness.start();
    this.closedAccounts.start();
    await this.reader.start();
  }

  /** Reads no more; what is being saved is saved. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.reader.stop();
    await Promise.all([...this.jobs, this.completeness].map((job) => job.close()));
    await this.closedAccounts.stop();
    await this.topic?.close();
  }

  /** After the last query. */
  async close(): Promise<void> {
    await Promise.all([this.dataSource.destroy(), this.reads.destroy()]);
  }

  /** What verifies the signatures of the installation's log. */
  get verifierKey(): string {
    return this.options.keys.current.verifier.verifierKey;
  }

  /** Takes a person out of the entries of an account; the log is proved as before (ADR 0062). */
  async strike(accountId: string, userId: string): Promise<number | undefined> {
    return this.withLongTimeout((dataSource) => strikePerson(dataSource, accountId, userId));
  }

  private async withLongTimeout<T>(act: (dataSource: DataSource) => Promise<T>): Promise<T> {
    const { frame, databaseUrl: url } = this.options;
    const own = await createDataSource({ name: frame.name, url, poolSize: 1, statementTimeoutMs: strikeTimeoutMs });
    try {
      return await act(own);
    } finally {
      await own.destroy();
    }
  }

  private async strikeDue(): Promise<void> {
    if (!(await hasDueStrikes(this.dataSource))) return;
    const before = new Date(Date.now() - strikesEveryMs);
    const struck = await this.withLongTimeout((dataSource) => strikeDue(dataSource, before));
    if (struck > 0)
      this.options.frame.logger.info('people who had been struck before were struck again', { count: struck });
  }

  /** Accounts whose logs are kept beyond their time. */
  get holds(): Holds {
    return new Holds(this.dataSource);
  }

  private observer(): AuditObserver {
    const metrics = auditMetrics(this.options.frame);
    return {
      ...metrics,
      added: (entries, receivedAt) => {
        metrics.added(entries, receivedAt);
        this.topic?.wake();
        this.stored();
      },
    };
  }

  private async stateLogs(): Promise<void> {
    const { broken } = await stateLogs(this.dataSource, this.options.keys, new Date());
    if (broken.length === 0) this.statedAt = performance.now();
    for (const log of broken)
      this.options.frame.logger.error(`the ${log} is no longer signed: its leaves do not go on where its tree ends`);
  }

  private async lookAfterDays(): Promise<void> {
    await forgetRuns(this.dataSource, new Date());
    const { dropped, failures } = await lookAfterDays(this.dataSource, this.options.retention, new Date());
    for (const error of failures) this.warnOfDays(error);
    for (const { table, day } of dropped)
      this.options.frame.logger.info(`a day of the audit log was dropped: its time was over (${table} of ${day})`);
    await keepTerms(this.dataSource, new Date(), () => this.isStopping);
    await learnTerms({
      users: this.options.owners.users,
      unknown: () => accountsWithoutTerms(this.dataSource),
      note: (accountId, settings) => noteTerms(this.dataSource, accountId, settings),
    });
  }

  private reportHealth(): void {
    const { health, metrics } = this.options.frame;
    const unsigned = 'For how long the roots of logs have not all been signed, in seconds';
    metrics.gauge('rollcall_audit_unsigned_seconds', unsigned, [], (gauge) => {
      gauge.set((performance.now() - this.statedAt) / 1_000);
    });
    health.addReady('database', () => databaseAnswers(this.dataSource));
    health.addSignOfAbsence((error) => classifyFailure(error) !== 'fault');
    health.addReady('reader', () => this.reader.ready);
    health.addLive('reader', () => this.reader.live);
  }
}
