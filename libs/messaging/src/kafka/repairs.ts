import { createRequire } from 'node:module';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

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

/** Sockets with `TCP_NODELAY`, which kafkajs never sets: a small request does not wait for the one before it. */
export const promptSockets: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket: Socket = ssl
    ? connectTls({ host, port, ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectTcp({ host, port }, onConnect);
  socket.setKeepAlive(true, 60_000);
  socket.setNoDelay(true);
  return socket;
};
