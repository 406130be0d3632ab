import { settledWithin } from '@rollcall/service-kit';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { sessionTimeoutMs, unlimitedRetry, type RepairedKafka } from '../kafka/connection.js';
import { brokerAnswers, ConsumerWatchdog, watchConsumer } from '../kafka/repairs/consumer-watchdog.js';
import { removeStaleGroupMembers } from '../kafka/repairs/remove-stale-group-members.js';
import { restartOnCrash } from '../kafka/repairs/restart-on-crash.js';
import type { MessagingLogger } from '../ports/observers.js';
import type { OffsetToCommit } from './offset-ledger.js';

/** The partitions that a member of a group reads, by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

export interface GroupMemberOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** The client id of this instance, where it is the same after a restart. */
  readonly clientId?: string | undefined;
  /** It has the group for itself, and no other waits for it: it sends fewer heartbeats. */
  readonly alone?: boolean;
  /** Where the group has committed nothing it begins at the end. Default: at the beginning. */
  readonly fromEnd?: boolean;
  /** Called whenever the group was joined: partitions may have moved. */
  readonly onJoin: (assignment: Assignment) => void;
  /** Called with the records fetched for one partition; partitions are fetched at the same time. */
  readonly take: (fetched: EachBatchPayload) => Promise<void>;
  /** The consumer cannot be revived: the process should end with this reason. */
  readonly onFatal: (reason: string) => void;
}

/** How long stopping waits for a broker at most. */
const disconnectTimeoutMs = 2_000;

/**
 * One consumer in its group: joins, comes back after crashes, and notices when it is dead. What it fetches, and which
 * offsets are committed, is its owner's to say.
 */
export class GroupMember {
  private readonly consumer: Consumer;
  private readonly watchdog: ConsumerWatchdog;
  private joined = false;
  running = true;
  /** How many fetches were answered. */
  fetches = 0;

  constructor(
    private readonly kafka: RepairedKafka,
    private readonly logger: MessagingLogger,
    private readonly options: GroupMemberOptions,
  ) {
    this.consumer = kafka.consumer({
      groupId: options.group,
      sessionTimeout: sessionTimeoutMs,
      // A heartbeat's answer announces a rebalance: until all members have noticed it, the whole group waits.
      heartbeatInterval: sessionTimeoutMs / (options.alone ? 6 : 20),
      rebalanceTimeout: 10_000,
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: { ...unlimitedRetry, restartOnFailure: () => Promise.resolve(this.running) },
    });
    this.watchdog = new ConsumerWatchdog({
      probe: brokerAnswers(kafka, logger),
      onDead: () => this.die(`the consumer of ${options.group} has stopped and does not come back`),
    });
  }

  /** True while this consumer is a member of its group and the broker answers: a consumer that is alone asks it every second. */
  get ready(): boolean {
    const longestSilenceMs = (this.options.alone ? 1 : 2) * sessionTimeoutMs;
    return this.joined && this.running && this.watchdog.silentForMs < longestSilenceMs;
  }

  /** False when the consumer cannot be revived, and only a new process helps. */
  get live(): boolean {
    return !this.watchdog.dead;
  }

  /** Resolves when the group was joined, or it was ended meanwhile. */
  async start(): Promise<void> {
    const { consumer, logger } = this;
    const { group, topics, clientId, onJoin, fromEnd = false } = this.options;
    const joined = new Promise<void>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        onJoin(payload.memberAssignment);
        this.joined = true;
        resolve();
      });
    });
    watchConsumer(consumer, this.watchdog);
    consumer.on(consumer.events.FETCH, () => (this.fetches += 1));
    const run = () =>
      consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 12,
        eachBatch: (batch) => this.options.take(batch),
      });
    restartOnCrash(consumer, {
      run,
      isWanted: () => this.running,
      onCrash: (error) => {
        this.joined = false;
        logger.warn('kafka: the consumer crashed', { group, error });
      },
      logger,
    });
    if (clientId !== undefined) {
      await removeStaleGroupMembers(this.kafka, group, (member) => member.clientId === clientId, logger);
    }
    await consumer.connect();
    for (const topic of topics) await consumer.subscribe({ topic, fromBeginning: !fromEnd });
    if (!this.running) return consumer.disconnect(); // it was left meanwhile, and would come back
    await run();
    if (this.running) await joined;
    if (this.running) this.watchdog.start();
  }

  /** The next record of this partition that is fetched is the one at this offset. */
  seek(place: OffsetToCommit): void {
    this.consumer.seek(place);
  }

  /** Tells the brokers how far this group is. @throws the broker's error, also while the group is rebalancing */
  commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    return this.consumer.commitOffsets([...offsets]);
  }

  /** No further records are taken. */
  end(): void {
    this.running = false;
    this.watchdog.stop();
  }

  /** Leaves the group. `last` is done before, for a bounded time. */
  async leave(last: () => Promise<void>): Promise<void> {
    await settledWithin(last(), disconnectTimeoutMs);
    await settledWithin(this.consumer.disconnect(), disconnectTimeoutMs);
  }

  /** Gives the consumer up: only a new process helps. */
  die(reason: string): void {
    this.running = false;
    this.watchdog.dead = true;
    this.options.onFatal(reason);
  }
}
