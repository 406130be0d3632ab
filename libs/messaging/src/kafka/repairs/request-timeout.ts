import { createRequire } from 'node:module';
import { isFirstTime } from './first-time.js';

interface SentRequest {
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

interface RequestQueue {
  readonly enforceRequestTimeout: boolean;
  readonly inflight: ReadonlyMap<number, SentRequest>;
  scheduleRequestTimeoutCheck(): void;
  sendSocketRequest(request: SentRequest): void;
  destroy(): void;
}

interface NextLook {
  readonly at: number;
  readonly timer: NodeJS.Timeout;
}

const require = createRequire(import.meta.url);

/**
 * kafkajs looks at the requests of each connection every 100 ms, to give up those that were not answered in time: a process with a dozen
 * connections wakes a hundred times a second for that, and every process of a stack does. The repaired queue looks when the first of its
 * requests is due, and rests while none is under way.
 */
export function repairRequestTimeout(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  if (!isFirstTime('request-timeout', prototype)) return;
  const looks = new WeakMap<RequestQueue, NextLook>();
  const forget = (queue: RequestQueue) => {
    clearTimeout(looks.get(queue)?.timer);
    looks.delete(queue);
  };
  const lookAt = (queue: RequestQueue, at: number) => {
    forget(queue);
    // The connection keeps the process alive for as long as an answer is waited for.
    const timer = setTimeout(() => look(queue), Math.max(0, at - Date.now())).unref();
    looks.set(queue, { at, timer });
  };
  const look = (queue: RequestQueue) => {
    looks.delete(queue);
    const now = Date.now();
    for (const request of queue.inflight.values()) if (dueOf(request) <= now) request.timeoutRequest();
    const next = Math.min(...[...queue.inflight.values()].map(dueOf));
    if (Number.isFinite(next)) lookAt(queue, next);
  };
  const [send, destroy] = [Reflect.get(prototype, 'sendSocketRequest'), Reflect.get(prototype, 'destroy')];
  prototype.scheduleRequestTimeoutCheck = function () {
    forget(this); // a new connection has no request under way
  };
  prototype.sendSocketRequest = function (this: RequestQueue, request) {
    send.call(this, request);
    if (!this.enforceRequestTimeout) return;
    const due = dueOf(request);
    const planned = looks.get(this);
    if (planned === undefined || due < planned.at) lookAt(this, due);
  };
  prototype.destroy = function (this: RequestQueue) {
    destroy.call(this);
    forget(this);
  };
}

/** kafkajs gives a request up once more than its time has passed. */
const dueOf = ({ sentAt, requestTimeout }: SentRequest) => sentAt + requestTimeout + 1;
