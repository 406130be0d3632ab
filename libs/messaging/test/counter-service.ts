import { Controller, type LoggerService, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { deadLetterTopic, Refusal, type Decision } from '@rollcall/contracts';
import { kafkaForTests } from '@rollcall/testing';
import {
  BatchingProducer,
  createKafka,
  decodeDeadLetter,
  encodeMessage,
  HandlerRegistry,
  HandlerDecorators,
  RollcallCommandClient,
  RollcallKafkaServer,
  type RepairedKafka,
  standardPipeline,
  TopicAdmin,
  type AskOptions,
  type CommandClientOptions,
  type DeadLetter,
  type MessagingLogger,
  type PipelineOptions,
  type RawRecord,
  type RollcallKafkaServerOptions,
} from '../src/index.js';
import { account, Add, adding, counterWords, type CounterWords, type TotalReply } from './counter-words.js';
import { InMemoryDecisionStore, type Total, type Totals } from './in-memory-decision-store.js';

const quiet = () => undefined;
export const silent: MessagingLogger = { error: quiet, warn: quiet, info: quiet, debug: quiet };

const mute: LoggerService = { log: quiet, error: quiet, warn: quiet };

/** What the specs' handlers do: a total is never negative, and the text `fault` is a defect. */
export function decideAdd(payload: Add, totals: Totals): Decision<Total, TotalReply> {
  if (payload.text === 'fault') throw new TypeError('a defect');
  const total = totals.get(payload.counterId) + payload.by;
  if (total < 0) throw new Refusal('no-target', { attribute: payload.counterId, where: 'below zero' });
  const { counterId } = payload;
  return { changes: [{ counterId, total }], events: [], reply: { total } };
}

/** The decorators of the specs' service: a handler reads one counter. */
export const counterDecorators = new HandlerDecorators<string, Totals, Total>();

/** The controller of the specs' service, for words that exist only when a spec runs. */
export function counterController(words: CounterWords): Type {
  @Controller()
  class Counters {
    @counterDecorators.Command(words.add, (add) => add.counterId)
    add(payload: Add, totals: Totals): Decision<Total, TotalReply> {
      return decideAdd(payload, totals);
    }

    @counterDecorators.OnEvent(words.added, (added) => added.counterId)
    added(payload: Add, totals: Totals): Decision<Total> {
      const { changes, events } = decideAdd(payload, totals);
      return { changes, events };
    }
  }
  return Counters;
}

export interface Running {
  close(): Promise<unknown>;
}

type ServedPipeline = Pick<PipelineOptions<Totals, Total>, 'store' | 'publisher' | 'observer'>;

/** A service, a caller, and their topics, on the broker of the test run or a given one. */
export class CounterWorld {
  readonly store = new InMemoryDecisionStore();
  readonly admin: TopicAdmin;
  readonly fatal: string[] = [];
  private readonly running: Running[] = [];

  private constructor(
    readonly kafka: RepairedKafka,
    readonly service: string,
    readonly words: CounterWords,
  ) {
    this.admin = new TopicAdmin(kafka);
  }

  static async create(name: string, brokers?: readonly string[]): Promise<CounterWorld> {
    const shared = await kafkaForTests();
    const service = shared.unique(name);
    const kafka = createKafka({ brokers: brokers ?? shared.brokers, clientId: service }, silent);
    const world = new CounterWorld(kafka, service, counterWords(service));
    const retentionMs = 3_600_000;
    await world.admin.ensureTopics([
      { name: world.words.commandTopic, partitions: 3, retentionMs },
      { name: world.words.eventTopic, partitions: 3, retentionMs },
      { name: deadLetterTopic(service), partitions: 1, retentionMs },
    ]);
    return world;
  }

  /** A publisher that is closed with the world. */
  async sender(): Promise<BatchingProducer> {
    const sender = new BatchingProducer(this.kafka, silent);
    await sender.connect();
    this.running.push(sender);
    return sender;
  }

  async serve(
    options: Partial<RollcallKafkaServerOptions & ServedPipeline> & { controllers?: Type[] } = {},
  ): Promise<RollcallKafkaServer & Running> {
    const {
      controllers = [counterController(this.words)],
      store = this.store,
      publisher,
      observer,
      ...server
    } = options;
    const registry = new HandlerRegistry(counterDecorators);
    const pipeline = {
      service: this.service,
      registry,
      store,
      publisher: publisher ?? (await this.sender()),
      logger: server.logger ?? silent,
      ...(observer && { observer }),
    };
    const strategy = new RollcallKafkaServer({
      service: this.service,
      kafka: this.kafka,
      registry,
      pipeline: (flow) => standardPipeline(pipeline, flow),
      commandTopics: [this.words.commandTopic],
      eventTopics: [this.words.eventTopic],
      logger: silent,
      onFatal: (reason) => this.fatal.push(reason),
      ...server,
    });
    const module = await Test.createTestingModule({ controllers }).setLogger(mute).compile();
    const app = module.createNestMicroservice({ strategy, logger: mute });
    await app.listen();
    this.running.push(app);
    return strategy;
  }

  async caller(options: Partial<CommandClientOptions> = {}): Promise<RollcallCommandClient> {
    const client = new RollcallCommandClient({
      kafka: this.kafka,
      sender: options.sender ?? (await this.sender()),
      source: 'specs',
      instance: `${this.service}-${this.running.length}`,
      logger: silent,
      onFatal: (reason) => this.fatal.push(reason),
      ...options,
    });
    await client.connect();
    this.running.push(client);
    return client;
  }

  /** Asks for one addition. */
  ask(client: RollcallCommandClient, payload: Add, options: Partial<AskOptions> = {}) {
    return client.ask(this.words.add, payload, {
      accountId: account,
      budgetMs: 20_000,
      ...options,
    });
  }

  /** An event as the outbox would publish it. */
  event(definition: CounterWords['added'], id: string, payload: Add) {
    return encodeMessage(
      {
        id,
        type: definition.type,
        source: 'specs',
        subject: payload.counterId,
        accountId: account,
        correlationId: id,
        aggregateVersion: 1,
      },
      payload,
    );
  }

  /** Everything on a topic, oldest first. */
  async read(topic: string): Promise<RawRecord[]> {
    const records: RawRecord[] = [];
    const { ended } = await this.admin.watch([topic], (record) => records.push(record), {
      from: 'beginning',
      untilEnd: true,
    });
    await ended;
    return records;
  }

  /** The service's dead letters, opened. */
  async deadLetters(): Promise<DeadLetter[]> {
    const records = await this.read(deadLetterTopic(this.service));
    return records.flatMap((record) => decodeDeadLetter(record) ?? []);
  }

  async close(): Promise<void> {
    for (const each of this.running.toReversed()) await each.close();
  }
}

export { adding };
