import { createRequire } from 'node:module';
import { settledWithin } from '@rollcall/service-kit';
import { isFirstTime } from './first-time.js';

interface ConsumerGroup {
  readonly cluster: { disconnect(): Promise<void> };
  connect(): Promise<void>;
  joinAndSync(): Promise<void>;
  leave(): Promise<void>;
}

interface Runner {
  running: boolean;
  readonly consumerGroup: ConsumerGroup;
  readonly onCrash: (error: unknown) => Promise<void>;
  scheduleFetchManager(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** How long stopping waits until a group that is being joined was left. */
const leaveWithinMs = 2_000;

const require = createRequire(import.meta.url);
const joining = new WeakMap<Runner, Promise<unknown>>();
const stopped = new WeakSet<Runner>();

/**
 * kafkajs takes a consumer for stopped that is still joining its group: it joins all the same, reads on, and keeps its partitions from
 * everybody else for as long as the process lives. With the repair it leaves the group as soon as it was let in.
 */
export function repairStopWhileJoining(): void {
  const { prototype: runner } = require('kafkajs/src/consumer/runner') as { prototype: Runner };
  if (!isFirstTime('stop-while-joining', runner)) return;
  const stop = Reflect.get(runner, 'stop');
  runner.start = async function (this: Runner) {
    if (this.running) return;
    const joined = join(this);
    joining.set(this, joined);
    const error = await joined;
    joining.delete(this);
    if (stopped.has(this)) return;
    if (error !== undefined) return this.onCrash(error);
    this.running = true;
    this.scheduleFetchManager();
  };
  runner.stop = async function (this: Runner) {
    const joined = joining.get(this);
    if (joined === undefined) return stop.call(this);
    stopped.add(this);
    await settledWithin(joined, leaveWithinMs);
  };
}

/** Joins the group, and leaves it where it was stopped meanwhile. @returns why it could not be joined, or undefined */
async function join(runner: Runner): Promise<unknown> {
  const { consumerGroup } = runner;
  let failure: unknown;
  try {
    await consumerGroup.connect();
    await consumerGroup.joinAndSync();
  } catch (error) {
    failure = error;
  }
  if (!stopped.has(runner)) return failure;
  await consumerGroup.leave().catch(() => undefined); // the brokers let go of it when its session is over
  return consumerGroup.cluster.disconnect();
}
