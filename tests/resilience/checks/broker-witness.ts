import { setTimeout as pause } from 'node:timers/promises';
import { subscriptions, Topics } from '@rollcall/contracts';
import { consumerGroups, createKafka } from '@rollcall/messaging';
import { silentLogger } from '@rollcall/testing';

/**
 * Resolves to the milliseconds until the broker answers somebody who has nothing to do with our processes: which offsets it has, from the
 * leaders of a topic, and who is in a group, from its coordinator. To undefined when that does not come true in time.
 */
export async function brokerServedAfter(brokers: readonly string[], withinMs: number): Promise<number | undefined> {
  const began = performance.now();
  const [group] = consumerGroups('user-service', subscriptions['user-service']);
  const kafka = createKafka({ brokers, clientId: 'resilience-witness' }, silentLogger);
  while (performance.now() - began < withinMs) {
    const admin = kafka.admin({ retry: { retries: 0 } });
    try {
      await admin.connect();
      await admin.fetchTopicOffsets(Topics.userCommands);
      await admin.describeGroups([group?.group ?? '']);
      return performance.now() - began;
    } catch {
      await pause(100); // not yet: that is what is waited for
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
  return undefined;
}
