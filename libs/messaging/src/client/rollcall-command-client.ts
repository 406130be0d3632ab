import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { fits, replyTopicsOf, type CommandDefinition, type Reply } from '@rollcall/contracts';
import { SettingsError, type HashSealer } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { CommandSigner } from '../codec/command-signer.js';
import { encodeMessage } from '../codec/encode-message.js';
import { isReplyTopic } from '../codec/reply-topic.js';
import type { RepairedKafka } from '../kafka/connection.js';
import { silentObserver, type MessagingLogger, type MessagingObserver } from '../ports/observers.js';
import type { BatchingProducer } from '../sender/batching-producer.js';
import { checkCommand } from './check-command.js';
import { DuplicateRequest, NotSent, ReplyInvalid, WindowFull } from './errors.js';
import { PendingRequest } from './pending-request.js';
import { ReplyConsumer } from './reply-consumer.js';

export interface CommandClientOptions {
  readonly kafka: RepairedKafka;
  readonly sender: BatchingProducer;
  /** `ce_source` of the commands, e.g. `scim-gateway`; the reply topic's name begins with it. */
  readonly source: string;
  /** Names this instance's own reply topic: letters, digits, `_`, `-` and `.`. */
  readonly instance: string;
  /** Proves to the services who sends; without it they take commands only where `UNSIGNED_COMMANDS` says so. */
  readonly signer?: CommandSigner;
  /** Seals password hashes for user-service; without it they can be read on the topic. */
  readonly sealer?: HashSealer | undefined;
  readonly logger: MessagingLogger;
  readonly observer?: MessagingObserver;
  /** The largest number of commands that wait for replies; default 2,000. */
  readonly window?: number;
  /** Milliseconds without a reply after which the command is sent again under the same id; default 3,000. */
  readonly resendAfterMs?: number;
  readonly onFatal: (reason: string) => void;
}

export interface AskOptions {
  readonly accountId: string;
  /** Within how many milliseconds the caller must have an answer. */
  readonly budgetMs: number;
  /**
   * UUIDv7 of the command; generated where absent. A second command with the same id is the same command: it has no
   * second effect.
   */
  readonly commandId?: string;
  /** The id shared by everything that one request caused; default: the command's own id. */
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  /** A digest of the request. The reply holds the digest of the request that was carried out under this command id. */
  readonly fingerprint?: string;
  /** The command is decided and answered, and nothing of it is saved (rule 26). */
  readonly dryRun?: true;
}

/**
 * Services refuse a command this much before the caller's budget ends, so that a caller who was told "nothing happened"
 * is right.
 */
export const deadlineMarginMs = 2_000;

/**
 * Sends commands and waits for their replies, which arrive on a topic that belongs to this instance alone. When a reply
 * is late the command is sent again under the same id; services answer the repetition from their inbox.
 */
export class RollcallCommandClient extends ClientProxy {
  readonly replyTopic: string;
  private readonly pendingRequests = new Map<string, PendingRequest>();
  private readonly replies: ReplyConsumer;
  private closed = false;

  constructor(private readonly options: CommandClientOptions) {
    super();
    const { kafka, sender, logger, onFatal } = options;
    this.replyTopic = `${replyTopicsOf(options.source)}${options.instance}`;
    if (!isReplyTopic(this.replyTopic))
      throw new SettingsError([
        `INSTANCE_ID="${options.instance}" can't be part of a topic's name: letters, digits, _, - and . can`,
      ]);
    this.replies = new ReplyConsumer({
      kafka,
      publisher: sender,
      topic: this.replyTopic,
      logger,
      onReply: (commandId, value) => this.receive(commandId, value),
      onFatal,
    });
  }

  /** True once a message to itself has come back, while the broker shows signs of life. */
  get ready(): boolean {
    return this.replies.ready;
  }

  /** False when replies cannot be received any more, and only a new process helps. */
  get live(): boolean {
    return this.replies.live;
  }

  /** How many commands wait for their replies. */
  get inFlight(): number {
    return this.pendingRequests.size;
  }

  /** Creates the reply topic, joins its group, and proves the loop by a message to itself. */
  async connect(): Promise<void> {
    await this.replies.open();
  }

  /** Gives up the pending requests, and removes the reply topic. */
  async close(): Promise<void> {
    this.closed = true;
    for (const pending of this.pendingRequests.values()) pending.giveUp();
    await this.replies.close();
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the signature is Nest's
  unwrap<T>(): T {
    return this.options.kafka as T;
  }

  /**
   * Asks for one change and waits for the answer, which is as the definition says.
   * @throws CommandInvalid, WindowFull, NotSent: nothing happened. OutcomeUnknown: everything or nothing has happened.
   *   DuplicateRequest: another caller of this instance waits for the reply to this command. ReplyInvalid: it was
   *   carried out, and its reply cannot be read.
   */
  async ask<Input extends object, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    payload: Input,
    options: AskOptions,
  ): Promise<Reply<Body>> {
    const { sender, window = 2_000, resendAfterMs = 3_000, observer = silentObserver } = this.options;
    if (this.closed) throw new NotSent();
    checkCommand(definition, payload);
    if (this.pendingRequests.size >= window) throw new WindowFull();
    const { commandId = uuidv7(), budgetMs } = options;
    if (this.pendingRequests.has(commandId)) throw new DuplicateRequest(commandId);
    const end = Date.now() + budgetMs;
    const sealed = this.options.sealer?.sealIn(payload, options.accountId) ?? payload;
    const record = this.recordOf(definition, sealed, { ...options, commandId }, end);
    const pending = new PendingRequest({ commandId, record, end, resendAfterMs, sender, observer });
    this.pendingRequests.set(commandId, pending);
    try {
      return checked(definition, await pending.promise);
    } finally {
      this.pendingRequests.delete(commandId);
    }
  }

  private recordOf<Input extends object>(
    definition: CommandDefinition<Input>,
    payload: Input,
    options: AskOptions & { readonly commandId: string },
    end: number,
  ) {
    const { accountId, commandId, correlationId = commandId, causationId, traceparent, fingerprint, dryRun } = options;
    const record = encodeMessage(
      {
        id: commandId,
        type: definition.type,
        source: this.options.source,
        subject: definition.key(payload),
        accountId,
        correlationId,
        deadline: new Date(end - deadlineMarginMs),
        replyTo: this.replyTopic,
        ...(causationId === undefined ? {} : { causationId }),
        ...(traceparent === undefined ? {} : { traceparent }),
        ...(fingerprint === undefined ? {} : { fingerprint }),
        ...(dryRun ? { dryRun } : {}),
      },
      payload,
    );
    return this.options.signer?.signed(record) ?? record;
  }

  private receive(commandId: string, value: Buffer): void {
    const pending = this.pendingRequests.get(commandId);
    if (!pending) return; // late: the caller has stopped waiting
    try {
      pending.answer(JSON.parse(value.toString('utf8')) as Reply);
    } catch (error) {
      this.options.logger.warn('a reply could not be read', { messageId: commandId, error });
    }
  }

  /** Nest's untyped way to send (`send`); `ask` is the typed one. */
  protected publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    const { definition, payload, options } = packet.data as {
      definition: CommandDefinition;
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

/** @throws ReplyInvalid where the reply is not what the definition says */
function checked<Body extends object>(
  { type, reply: shape }: Pick<CommandDefinition<object, Body>, 'type' | 'reply'>,
  reply: Reply,
): Reply<Body> {
  if (!reply.ok) return reply;
  const { body } = reply;
  if (!fits(shape, body)) throw new ReplyInvalid(type);
  return { ...reply, body };
}
