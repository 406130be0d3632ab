import { createRequire } from 'node:module';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory, Kafka } from 'kafkajs';

/** The release that the repairs were written for and tested with (ADR 0011). */
export const repairedRelease = '2.2.4';

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
}

const require = createRequire(import.meta.url);

/** @throws Error on any other release of kafkajs: a repair of other code would be damage. */
export function checkRelease(): void {
  const { version } = require('kafkajs/package.json') as { version: string };
  if (version !== repairedRelease) {
    throw new Error(`kafkajs ${version} is installed, but libs/messaging repairs ${repairedRelease}: see ADR 0011`);
  }
}

/** False where it was made before, be it by another copy of this module: a repair that wraps must not wrap itself. */
export function isFirst(repair: string, target: object): boolean {
  const mark = Symbol.for(`rollcall.kafkajs.${repair}`);
  if (Reflect.has(target, mark)) return false;
  return Reflect.defineProperty(target, mark, { value: true });
}

/**
 * kafkajs re-arms a timer of 1 ms on each connection for ever, because "not throttled" is stored as -1. Waits only while
 * something is pending, and no longer than the broker asked.
 * @throws Error on any other release of kafkajs
 */
export function repairTimerLoop(): void {
  checkRelease();
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: { scheduleCheckPendingRequests(): void } };
  queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    const wait = Math.max(0, this.throttledUntil - Date.now());
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(wait, 1),
    );
  };
}

interface Connection {
  socket?: Socket | undefined;
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  send(request: unknown): Promise<unknown>;
  isConnected(): boolean;
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

/**
 * kafkajs gives up a request that is not answered in time, and keeps the connection: where the broker's machine is gone without a word,
 * every later request goes the same way. Such a connection is broken off, so that the next request makes a new one.
 * @throws Error on any other release of kafkajs
 */
export function repairSilence(): void {
  checkRelease();
  const { prototype } = require('kafkajs/src/network/connection') as { prototype: Connection };
  if (!isFirst('silence', prototype)) return;
  const send = Reflect.get(prototype, 'send');
  prototype.send = async function (this: Connection, request: unknown) {
    try {
      return await send.call(this, request);
    } catch (error) {
      if (error instanceof Error && error.name === 'KafkaJSRequestTimeoutError') {
        this.socket?.destroy(new Error('a request was not answered in time'));
      }
      throw error;
    }
  };
}

/** Each answer begins with its length, in so many bytes. */
const lengthBytes = 4;

/**
 * kafkajs uses a connection that broke off again, with what it still holds: half an answer, before which no later one is understood, and
 * an old socket, whose end it takes for the end of the new one. And who asks while it connects makes a second socket, which nobody
 * closes. Each now begins with nothing, and once.
 * @throws Error on any other release of kafkajs
 */
export function repairReconnecting(): void {
  checkRelease();
  const { prototype } = require('kafkajs/src/network/connection') as { prototype: Connection };
  if (!isFirst('reconnecting', prototype)) return;
  const connect = Reflect.get(prototype, 'connect');
  const underWay = new WeakMap<Connection, Promise<unknown>>();
  prototype.connect = function (this: Connection) {
    if (this.isConnected()) return Promise.resolve(true);
    let attempt = underWay.get(this);
    if (!attempt) {
      forgetOldSocket(this);
      attempt = connect.call(this).finally(() => underWay.delete(this));
      underWay.set(this, attempt);
    }
    return attempt;
  };
  const disconnect = Reflect.get(prototype, 'disconnect');
  prototype.disconnect = async function (this: Connection) {
    const done = await disconnect.call(this);
    // A dead socket would get one more listener from each further farewell.
    if (this.socket?.destroyed === true) this.socket = undefined;
    return done;
  };
}

function forgetOldSocket(connection: Connection): void {
  const { socket } = connection;
  for (const event of ['connect', 'secureConnect', 'data', 'end', 'timeout', 'error'])
    socket?.removeAllListeners(event);
  socket?.on('error', () => undefined).destroy();
  connection.chunks = [];
  connection.bytesBuffered = 0;
  connection.bytesNeeded = lengthBytes;
}

interface KnownBroker {
  readonly connectionPool: { readonly host: string; readonly port: number };
}

interface BrokerPool {
  readonly brokers: Readonly<Record<string, KnownBroker>>;
  metadataExpireAt: number | null;
  removeBroker(of: { host: string; port: number }): void;
}

/**
 * kafkajs forgets a broker that ended a connection, and gives up a consumer that knows no other: it comes back as a new member, for whom
 * its group waits until the session of the old one is over. The last one is kept, and asked again who is there.
 * @throws Error on any other release of kafkajs
 */
export function repairForgetting(): void {
  checkRelease();
  const { prototype } = require('kafkajs/src/cluster/brokerPool') as { prototype: BrokerPool };
  if (!isFirst('forgetting', prototype)) return;
  const removeBroker = Reflect.get(prototype, 'removeBroker');
  prototype.removeBroker = function (this: BrokerPool, of) {
    if (Object.keys(this.brokers).length > 1) removeBroker.call(this, of);
    else this.metadataExpireAt = null;
  };
}

/** Sockets with `TCP_NODELAY`, which kafkajs never sets: a small request does not wait for the one before it. */
export const promptSockets: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket: Socket = ssl
    ? connectTls({ host, port, ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectTcp({ host, port }, onConnect);
  socket.setKeepAlive(true, 60_000);
  socket.setNoDelay(true);
  return socket;
};

/** One who is in a consumer group. */
export interface GroupMember {
  readonly memberId: string;
  readonly clientId: string;
}

/** The broker that looks after a group. */
export interface GroupCoordinator {
  describeGroups(of: { groupIds: string[] }): Promise<{ groups: { members: GroupMember[] }[] }>;
  leaveGroup(of: { groupId: string; memberId: string }): Promise<unknown>;
}

interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findGroupCoordinator(of: { groupId: string }): Promise<GroupCoordinator>;
}

/** Asks a group's coordinator what kafkajs can say and lets nobody say: it keeps the maker of connections under a symbol of its own. */
export async function askCoordinator<T>(
  kafka: Kafka,
  groupId: string,
  ask: (coordinator: GroupCoordinator) => Promise<T>,
): Promise<T> {
  const symbols = Object.getOwnPropertySymbols(kafka);
  const maker = symbols.find(({ description }) => description === 'private:Kafka:createCluster');
  if (!maker) throw new Error(`kafkajs ${repairedRelease} makes its connections in another way: see ADR 0011`);
  const connect = Reflect.get(kafka, maker) as (options: object) => Cluster;
  const cluster = connect({ allowAutoTopicCreation: false });
  try {
    await cluster.connect();
    return await ask(await cluster.findGroupCoordinator({ groupId }));
  } finally {
    await cluster.disconnect();
  }
}
