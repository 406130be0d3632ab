import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { replyRetentionMs, replyTopicPrefix, type MessageDefinition, type Reply } from '@rollcall/contracts';
import type { Consumer, Kafka } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { encodeMessage } from '../codec/encode.js';
import { failpoint } from '../failpoint.js';
import { fetchWaitMs, foreverRetry, sessionTimeoutMs } from '../kafka/connection.js';
import { replyIdHeader, replyRecord } from '../pipeline/reply.js';
import { SendFailed, SenderFull, type CoalescingSender } from '../sender/coalescing-sender.js';
import type { OutgoingRecord } from '../ports/event-publisher.js';
import { silentObserver, type MessagingLogger, type MessagingObserver } from '../ports/observers.js';
import { NotSent, OutcomeUnknown, WindowFull } from './errors.js';

export interface CommandClientOptions {
  readonly kafka: Kafka;
  readonly sender: CoalescingSender;
  /** `ce_source` of the commands, e.g. `scim-gateway`. */
  readonly source: string;
  /** Names this instance's own reply topic: letters, digits, `-` and `.`. */
  readonly instance: string;
  readonly logger: MessagingLogger;
  readonly observer?: MessagingObserver;
  /** Most commands waiting for replies; default 2,000. */
  readonly window?: number;
  /** Milliseconds without a reply after which the command is sent again under the same id; default 3,000. */
  readonly askAgainMs?: number;
  readonly onFatal: (reason: string) => void;
}

export interface AskOptions {
  readonly accountId: string;
  /** Milliseconds until the caller must have an answer. */
  readonly budgetMs: number;
  /** UUIDv7; also the correlation id of everything that the command causes. Made here where absent. */
  readonly commandId?: string;
  readonly traceparent?: string;
}

/** The service refuses commands this much before the caller's budget ends, so that "we said no" and "nothing happened" agree. */
export const deadlineMarginMs = 2_000;

interface Pending {
  settle(reply: Reply | undefined): void;
}

/**
 * Sends commands and waits for their replies, which come to a topic that belongs to this instance alone: no rebalance of
 * others can lose one. A reply that is late is asked for again under the same command id; services answer from their inbox.
 */
export class RollcallCommandClient extends ClientProxy {
  readonly replyTopic: string;
  private readonly pending = new Map<string, Pending>();
  private readonly consumer: Consumer;
  private proven = false;
  private running = true;
  private lastSign = Date.now();

  constructor(private readonly options: CommandClientOptions) {
    super();
    this.replyTopic = `${replyTopicPrefix}${options.instance}`;
    this.consumer = options.kafka.consumer({
      groupId: this.replyTopic,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / 6,
      maxWaitTimeInMs: fetchWaitMs,
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: { ...foreverRetry, restartOnFailure: () => Promise.resolve(this.running) },
    });
  }

  /** True once a message to ourselves came back, while the broker shows signs of life. */
  get ready(): boolean {
    return this.proven && Date.now() - this.lastSign < 30_000;
  }

  /** How many commands wait for their replies. */
  get inFlight(): number {
    return this.pending.size;
  }

  /** Creates the reply topic, joins, and proves the loop by a message to itself. */
  async connect(): Promise<void> {
    await this.createReplyTopic();
    const { consumer } = this;
    for (const event of [consumer.events.HEARTBEAT, consumer.events.FETCH] as const) {
      consumer.on(event, () => void (this.lastSign = Date.now()));
    }
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && this.running) this.options.onFatal('the consumer of replies cannot be restarted');
    });
    await consumer.connect();
    await consumer.subscribe({ topic: this.replyTopic, fromBeginning: true });
    await consumer.run({
      autoCommit: true,
      autoCommitInterval: 5_000,
      eachBatch: async ({ batch, resolveOffset }) => {
        for (const { headers, value, offset } of batch.messages) {
          this.receive(headers?.[replyIdHeader]?.toString(), value);
          resolveOffset(offset);
        }
      },
    });
    await this.prove();
  }

  /** Leaves, and removes the reply topic: nobody else reads it. */
  async close(): Promise<void> {
    this.running = false;
    await this.consumer.disconnect();
    const admin = this.options.kafka.admin();
    try {
      await admin.connect();
      await admin.deleteTopics({ topics: [this.replyTopic] });
    } catch (error) {
      this.options.logger.debug('the reply topic was not removed: it expires by itself', {
        topic: this.replyTopic,
        error,
      });
    } finally {
      await admin.disconnect();
    }
  }

  unwrap<T>(): T {
    return this.options.kafka as T;
  }

  /**
   * Asks for one change and waits for the answer.
   * @throws WindowFull, NotSent: nothing happened. OutcomeUnknown: everything or nothing has happened.
   */
  async ask<Payload extends object, Body extends object>(
    definition: MessageDefinition<Payload>,
    payload: Payload,
    { accountId, budgetMs, commandId = uuidv7(), traceparent }: AskOptions,
  ): Promise<Reply<Body>> {
    if (this.pending.size >= (this.options.window ?? 2_000)) throw new WindowFull();
    const now = Date.now();
    const record = encodeMessage(
      {
        id: commandId,
        type: definition.type,
        source: this.options.source,
        subject: definition.key(payload),
        accountId,
        correlationId: commandId,
        deadline: new Date(now + budgetMs - deadlineMarginMs),
        replyTo: this.replyTopic,
        ...(traceparent === undefined ? {} : { traceparent }),
      },
      payload,
    );
    const reply = await this.exchange(commandId, record, now + budgetMs);
    return reply as Reply<Body>; // the contract of the definition says what its reply holds
  }

  /** Sends, waits, and asks again, until the reply is there or the budget ends. */
  private exchange(commandId: string, record: OutgoingRecord, end: number): Promise<Reply> {
    const { sender, observer = silentObserver, askAgainMs = 3_000 } = this.options;
    return new Promise((resolve, reject) => {
      let onTheLog = false;
      const again = setInterval(() => {
        observer.count('asked-again');
        send();
      }, askAgainMs);
      const timer = setTimeout(() => settle(undefined), Math.max(0, end - Date.now()));
      const finish = (act: () => void) => {
        clearInterval(again);
        clearTimeout(timer);
        this.pending.delete(commandId);
        act();
      };
      const settle = (reply: Reply | undefined) => {
        finish(() => {
          if (reply) return resolve(reply);
          observer.count('unanswered');
          reject(onTheLog ? new OutcomeUnknown(commandId) : new NotSent());
        });
      };
      const send = () => {
        sender.publish([record]).then(
          () => {
            onTheLog = true;
            failpoint('gateway.after-produce');
          },
          (error: unknown) => {
            if (error instanceof SendFailed && error.begun)
              onTheLog = true; // perhaps
            else if (!onTheLog && error instanceof SenderFull) finish(() => reject(new WindowFull()));
          },
        );
      };
      this.pending.set(commandId, { settle });
      send();
    });
  }

  private receive(commandId: string | undefined, value: Buffer | null): void {
    const pending = commandId === undefined ? undefined : this.pending.get(commandId);
    if (!pending || !value) return; // late: its caller has gone
    try {
      pending.settle(JSON.parse(value.toString('utf8')) as Reply);
    } catch (error) {
      this.options.logger.warn('a reply could not be read', { messageId: commandId, error });
    }
  }

  private async createReplyTopic(): Promise<void> {
    const admin = this.options.kafka.admin();
    await admin.connect();
    try {
      await admin.createTopics({
        waitForLeaders: true,
        topics: [
          {
            topic: this.replyTopic,
            numPartitions: 1,
            configEntries: [
              { name: 'retention.ms', value: String(replyRetentionMs) },
              { name: 'cleanup.policy', value: 'delete' },
            ],
          },
        ],
      });
    } finally {
      await admin.disconnect();
    }
  }

  private async prove(): Promise<void> {
    const id = uuidv7();
    while (!this.proven && this.running) {
      const came = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        this.pending.set(id, {
          settle: () => {
            clearTimeout(timer);
            this.proven = true;
            resolve();
          },
        });
      });
      await this.options.sender
        .publish([replyRecord(this.replyTopic, id, { ok: true, body: {} })])
        .catch(() => undefined); // tried again below
      await came;
    }
    this.pending.delete(id);
  }

  /** Nest's way to ask (`send`), for those who know it; `ask` is the typed one. */
  protected publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    const { definition, payload, options } = packet.data as {
      definition: MessageDefinition;
      payload: object;
      options: AskOptions;
    };
    this.ask(definition, payload, options).then(
      (response) => callback({ response, isDisposed: true }),
      (err: unknown) => callback({ err, isDisposed: true }),
    );
    return () => undefined;
  }

  protected dispatchEvent(): Promise<never> {
    return Promise.reject(new Error('events leave through the outbox, never directly'));
  }
}
