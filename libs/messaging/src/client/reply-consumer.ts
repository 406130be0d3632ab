import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTopics } from '../admin/create-topics.js';
import type { Admin, Consumer, EachBatchPayload } from 'kafkajs';
import { replyRetentionMs, segmentMsOf } from '@rollcall/contracts';
import { settledWithin } from '@rollcall/service-kit';
import { unlimitedRetry, failFastRetry, sessionTimeoutMs, type RepairedKafka } from '../kafka/connection.js';
import { removeStaleGroupMembers } from '../kafka/repairs/remove-stale-group-members.js';
import { brokerAnswers, watchConsumer, ConsumerWatchdog } from '../kafka/repairs/consumer-watchdog.js';
import { restartOnCrash } from '../kafka/repairs/restart-on-crash.js';
import { replyIdHeader, replyRecord } from '../pipeline/reply.js';
import type { MessagingLogger } from '../ports/observers.js';
import type { EventPublisher } from '../ports/event-publisher.js';

export interface ReplyConsumerOptions {
  readonly kafka: RepairedKafka;
  /** For the message that this instance sends to itself to prove the loop. */
  readonly publisher: EventPublisher;
  readonly topic: string;
  readonly logger: MessagingLogger;
  readonly onReply: (commandId: string, value: Buffer) => void;
  readonly onFatal: (reason: string) => void;
}

const commitEveryMs = 2_000;
const probeAgainMs = 500;
/** After so long without a record, check that the topic still exists. */
const topicSuspectAfterMs = 3_000;
const disconnectTimeoutMs = 2_000;
const probeId = 'probe';

/**
 * Reads the reply topic of this instance in a consumer group of its own, so no rebalance of other consumers can lose a
 * reply. It is ready once a message to itself has come back since the last (re)join.
 */
export class ReplyConsumer {
  private readonly consumer: Consumer;
  private readonly watchdog: ConsumerWatchdog;
  private proven: PromiseWithResolvers<void> | undefined;
  private loopIsProven = false;
  private running = true;
  /**
   * Where to continue after a rejoin. A reply that is read twice finds no pending request the second time, and is
   * dropped.
   */
  private next: string | undefined;
  private committed: string | undefined;
  private commits: NodeJS.Timeout | undefined;
  private guard: NodeJS.Timeout | undefined;
  private mending = false;

  constructor(private readonly options: ReplyConsumerOptions) {
    const { kafka, logger, topic } = options;
    this.consumer = kafka.consumer({
      groupId: topic,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / 6, // no rebalance waits for this consumer: it is alone in its group
      // the group has no other member; kafkajs gives a join up five seconds after this time-out
      rebalanceTimeout: sessionTimeoutMs,
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: { ...unlimitedRetry, restartOnFailure: () => Promise.resolve(this.running) },
    });
    this.watchdog = new ConsumerWatchdog({
      probe: brokerAnswers(kafka, logger),
      onDead: () => options.onFatal('the consumer of replies has stopped and does not come back'),
    });
  }

  get ready(): boolean {
    return this.loopIsProven && this.running && this.watchdog.silentForMs < 2 * sessionTimeoutMs;
  }

  get live(): boolean {
    return !this.watchdog.dead;
  }

  /** Creates the topic, joins the group, and resolves when a message to itself has come back. */
  async open(): Promise<void> {
    const { kafka, topic, logger } = this.options;
    await this.createTopic(kafka.admin());
    // No other consumer uses this group: any member in it was left by a killed run of this instance.
    await removeStaleGroupMembers(kafka, topic, () => true, logger);
    const { consumer } = this;
    watchConsumer(consumer, this.watchdog);
    const run = () => consumer.run({ autoCommit: false, eachBatch: (batch) => this.take(batch) });
    restartOnCrash(consumer, {
      run,
      isWanted: () => this.running,
      onCrash: () => (this.loopIsProven = false),
      logger: this.options.logger,
    });
    consumer.on(consumer.events.GROUP_JOIN, () => void this.prove());
    await consumer.connect();
    // All records of this topic are for this instance, and a reply from before a rejoin may still be waited for.
    await consumer.subscribe({ topic, fromBeginning: true });
    if (!this.running) return consumer.disconnect(); // it was closed meanwhile, and would come back
    await run();
    await this.prove();
    if (!this.running) return;
    this.watchdog.start();
    this.commits = setInterval(() => void this.commit(), commitEveryMs);
    this.guard = setInterval(() => void this.mend(), topicSuspectAfterMs);
  }

  /** Leaves the group and removes the topic, which has no other reader. */
  async close(): Promise<void> {
    if (!this.running) return;
    this.running = false;
    this.watchdog.stop();
    clearInterval(this.commits);
    clearInterval(this.guard);
    this.proven?.resolve();
    await settledWithin(this.consumer.disconnect(), disconnectTimeoutMs);
    await settledWithin(this.removeTopic(), disconnectTimeoutMs);
  }

  /** The next fetch is put together when this has returned: after the answers that these replies become have left. */
  private async take({ batch }: EachBatchPayload): Promise<void> {
    for (const { headers, value, offset } of batch.messages) {
      const id = headers?.[replyIdHeader]?.toString();
      if (id === probeId) this.proven?.resolve();
      else if (id !== undefined && value) this.options.onReply(id, value);
      this.next = String(BigInt(offset) + 1n);
    }
    await nextTurn();
  }

  private async commit(): Promise<void> {
    const { next } = this;
    if (next === undefined || next === this.committed) return;
    this.committed = next;
    await this.consumer
      .commitOffsets([{ topic: this.options.topic, partition: 0, offset: next }])
      .catch(() => undefined); // then a rejoin reads a few replies again
  }

  /** Sends a message to itself until it comes back; concurrent calls share one proof. */
  private async prove(): Promise<void> {
    if (!this.running) return; // nothing would come back
    this.proven ??= this.startProof();
    return this.proven.promise;
  }

  private startProof(): PromiseWithResolvers<void> {
    this.loopIsProven = false;
    const proof = Promise.withResolvers<void>();
    const { publisher, topic } = this.options;
    const probe = () =>
      void publisher.publish([replyRecord(topic, probeId, { ok: true, body: {} })]).catch(() => undefined);
    probe();
    const again = setInterval(probe, probeAgainMs);
    void proof.promise.then(() => {
      clearInterval(again);
      this.proven = undefined;
      this.loopIsProven = this.running;
    });
    return proof;
  }

  /**
   * The topic may have been deleted: kafkajs then asks for it for ever. This creates it again; it is read from its
   * beginning.
   */
  private async mend(): Promise<void> {
    const { kafka, logger, topic } = this.options;
    if (this.mending || this.watchdog.silentForMs < topicSuspectAfterMs) return;
    this.mending = true;
    try {
      await this.createTopic(kafka.admin({ retry: failFastRetry })); // changes nothing where the topic exists
    } catch (error) {
      logger.debug('kafka: the reply topic could not be looked for', { topic, error });
    } finally {
      this.mending = false;
    }
  }

  private async createTopic(admin: Admin): Promise<void> {
    try {
      await admin.connect();
      await createTopics(admin, [
        {
          topic: this.options.topic,
          numPartitions: 1,
          configEntries: [
            { name: 'retention.ms', value: String(replyRetentionMs) },
            { name: 'segment.ms', value: String(segmentMsOf(replyRetentionMs)) },
            { name: 'cleanup.policy', value: 'delete' },
          ],
        },
      ]);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  private async removeTopic(): Promise<void> {
    const { kafka, topic, logger } = this.options;
    const admin = kafka.admin({ retry: failFastRetry }); // where this fails, the janitor removes the topic later
    try {
      await admin.connect();
      await admin.deleteTopics({ topics: [topic] });
      await admin.deleteGroups([topic]);
    } catch (error) {
      logger.debug('the reply topic was not removed: its records expire by themselves', { topic, error });
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
