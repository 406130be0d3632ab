import { createRequire } from 'node:module';
import { isFirstTime } from './first-time.js';

interface Connection {
  isConnected(): boolean;
  rejectRequests(error: Error): void;
  disconnect(): Promise<unknown>;
}

/** A broker as one consumer knows it. */
export interface FetchedBroker {
  readonly connectionPool: { readonly pool: readonly Connection[] };
}

interface ConsumerGroup {
  readonly cluster: { readonly brokerPool: { readonly brokers: Readonly<Record<string, FetchedBroker>> } };
  heartbeat(of: { interval: number }): Promise<void>;
  seek(to: object): void;
  resume(of: object): void;
}

interface Runner {
  readonly running: boolean;
  readonly heartbeatInterval: number;
  readonly consumerGroup: ConsumerGroup;
  fetch(nodeId: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** How long a fetch waits for the first record while heartbeats go on beside it. */
const longFetchMs = 2_000;

/** kafkajs fetches over the second of its two connections to a broker, and does everything else over the first. */
const fetchConnection = 1;

/** What a heartbeat is told when the group has moved on without this member. */
const groupMoved: ReadonlySet<unknown> = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

/** A fetch was given up so that the next one can begin, or none. */
class FetchGivenUp extends Error {}

const require = createRequire(import.meta.url);
const runners = new WeakMap<FetchedBroker, Runner>();
const waiting = new WeakMap<ConsumerGroup, Set<WaitingFetch>>();

/**
 * kafkajs sends heartbeats between its fetches. So a fetch cannot wait for long: while it waits the consumer does not learn that its group is
 * rebalancing, and neither `seek`, `resume` nor `stop` has an effect. With the repair heartbeats go on during a fetch, and a change of what
 * is to be fetched ends it.
 */
export function repairFetchWait(): void {
  const { prototype: runner } = require('kafkajs/src/consumer/runner') as { prototype: Runner };
  if (!isFirstTime('long-fetch', runner)) return;
  const { prototype: group } = require('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroup };
  const [fetch, stop] = [Reflect.get(runner, 'fetch'), Reflect.get(runner, 'stop')];
  runner.fetch = function (this: Runner, nodeId) {
    const broker = this.consumerGroup.cluster.brokerPool.brokers[nodeId];
    if (broker) runners.set(broker, this);
    return fetch.call(this, nodeId);
  };
  runner.stop = function (this: Runner) {
    const stopped = stop.call(this);
    giveUp(this.consumerGroup);
    return stopped;
  };
  for (const method of ['seek', 'resume'] as const) {
    const original = Reflect.get(group, method);
    group[method] = function (this: ConsumerGroup, to) {
      original.call(this, to);
      giveUp(this);
    };
  }
}

function giveUp(group: ConsumerGroup): void {
  for (const fetch of waiting.get(group) ?? []) fetch.end(new FetchGivenUp('it is to fetch something else'));
}

interface FetchWait {
  readonly maxWaitTime: number;
  readonly minBytes: number;
}

/**
 * Fetches by `send`, which is told how long the broker may wait: long for a first record, as long as it was asked for where several are to come
 * together. Resolves to undefined where the fetch was given up, and rejects where the group
 * is rebalancing.
 */
export async function fetchWhileBeating<Answer>(
  broker: FetchedBroker,
  { maxWaitTime, minBytes }: FetchWait,
  send: (maxWaitTime: number) => Promise<Answer>,
): Promise<Answer | undefined> {
  const runner = runners.get(broker);
  if (!runner) return send(maxWaitTime);
  if (!runner.running) return undefined;
  const fetch = new WaitingFetch(runner, broker);
  try {
    return await send(minBytes > 1 ? maxWaitTime : Math.max(maxWaitTime, longFetchMs));
  } catch (error) {
    if (error instanceof FetchGivenUp) return undefined;
    throw error;
  } finally {
    fetch.over();
  }
}

class WaitingFetch {
  private reason: Error | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private readonly siblings: Set<WaitingFetch>;

  constructor(
    private readonly runner: Runner,
    private readonly broker: FetchedBroker,
  ) {
    this.siblings = waiting.get(runner.consumerGroup) ?? new Set();
    waiting.set(runner.consumerGroup, this.siblings.add(this));
    this.beatLater();
  }

  /** Ends it with this error, now or as soon as it has been sent. */
  end(reason: Error): void {
    this.reason = reason;
    const connection = this.broker.connectionPool.pool[fetchConnection];
    if (!connection?.isConnected()) return;
    connection.rejectRequests(reason);
    void connection.disconnect(); // the broker answers one request of a connection after the other: the next fetch gets a new one
  }

  over(): void {
    this.isOver = true;
    this.siblings.delete(this);
    clearTimeout(this.timer);
  }

  private beatLater(): void {
    if (!this.isOver) this.timer = setTimeout(() => void this.beat(), this.runner.heartbeatInterval).unref();
  }

  private async beat(): Promise<void> {
    if (this.reason) this.end(this.reason);
    else await this.runner.consumerGroup.heartbeat({ interval: 0 }).catch((error: unknown) => this.failed(error));
    this.beatLater();
  }

  /** Whatever else is wrong shows in the heartbeat after the fetch. */
  private failed(error: unknown): void {
    if (!this.isOver && error instanceof Error && 'type' in error && groupMoved.has(error.type)) this.end(error);
  }
}
