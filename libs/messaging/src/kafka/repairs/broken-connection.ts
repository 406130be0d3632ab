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

/** How many bytes the length at the beginning of each response takes. */
const lengthBytes = 4;

/**
 * Repairs two faults of kafkajs. It reuses a broken connection together with its state: half a response, which makes
 * all later ones unreadable, and the old socket, whose end it mistakes for the end of the new one. And a request during
 * a connection attempt opens a second socket, which is never closed. With the repair each attempt begins with empty
 * state, and there is only one at a time.
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
      dropFormerSocket(this);
      attempt = connect.call(this).finally(() => underWay.delete(this));
      underWay.set(this, attempt);
    }
    return attempt;
  };
  const disconnect = Reflect.get(prototype, 'disconnect');
  prototype.disconnect = async function (this: Connection) {
    const done = await disconnect.call(this);
    // Each further disconnect would add a listener to the dead socket.
    if (this.socket?.destroyed === true) this.socket = undefined;
    return done;
  };
}

function dropFormerSocket(connection: Connection): void {
  const { socket } = connection;
  for (const event of ['connect', 'secureConnect', 'data', 'end', 'timeout', 'error'])
    socket?.removeAllListeners(event);
  socket?.on('error', () => undefined).destroy();
  connection.chunks = [];
  connection.bytesBuffered = 0;
  connection.bytesNeeded = lengthBytes;
}
