import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { isFirstTime } from './first-time.js';

interface Connection {
  socket?: Socket | undefined;
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  isConnected(): boolean;
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

const require = createRequire(import.meta.url);

/** Each answer begins with its length, in so many bytes. */
const lengthBytes = 4;

/**
 * kafkajs uses a connection that broke off again, with what it still holds: half an answer, before which no later one
 * is understood, and an old socket, whose end it takes for the end of the new one. And who asks while it connects makes
 * a second socket, which nobody closes. Each now begins with nothing, and once.
 */
export function repairBrokenConnection(): void {
  const { prototype } = require('kafkajs/src/network/connection') as { prototype: Connection };
  if (!isFirstTime('broken-connection', prototype)) return;
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
