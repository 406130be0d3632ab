import { createRequire } from 'node:module';

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
}

const require = createRequire(import.meta.url);

/**
 * kafkajs re-arms a timer of 1 ms on each connection for ever, because it stores "not throttled" as -1. The repaired
 * timer runs only while requests are pending, and no longer than the broker's throttle time.
 */
export function repairIdleTimer(): void {
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
