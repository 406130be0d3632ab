import { setTimeout as pause } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';

const withinMs = 30_000;

/**
 * Creates topics, and resolves when each partition has a leader that serves it: a leader that the metadata names may
 * not know the partition yet. kafkajs' own wait fails at the first broker that has not heard of the new topic; that
 * broker is only late.
 * @throws the broker's error where topics cannot be created, or are not served within 30 s
 */
export async function createTopics(admin: Admin, topics: ITopicConfig[], brokerTimeoutMs = 4_000): Promise<void> {
  const end = Date.now() + withinMs;
  await create({ admin, topics, brokerTimeoutMs, end });
  const names = topics.map(({ topic }) => topic);
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: names });
      if (metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) {
        for (const name of names) await admin.fetchTopicOffsets(name);
        return;
      }
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error(`no leaders for ${names.join(', ')} within ${withinMs / 1_000} s`);
    await pause(50);
  }
}

interface Creation {
  readonly admin: Admin;
  readonly topics: ITopicConfig[];
  readonly brokerTimeoutMs: number;
  readonly end: number;
}

/**
 * A busy broker may answer that a topic was not created in time. It still creates the topic, and asking again does no
 * harm.
 */
async function create({ admin, topics, brokerTimeoutMs, end }: Creation): Promise<void> {
  for (;;) {
    try {
      await admin.createTopics({ topics, timeout: brokerTimeoutMs, waitForLeaders: false });
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > end) throw error;
    }
  }
}

/**
 * Recognises errors by name: kafkajs does not export its error classes to ES modules. For several topics kafkajs throws
 * one error that holds all of them.
 */
function isBusy(error: unknown): boolean {
  const { name, errors } = error as { name?: string; errors?: readonly { type?: string }[] };
  const harmless = ['REQUEST_TIMED_OUT', 'TOPIC_ALREADY_EXISTS'];
  return name === 'KafkaJSRequestTimeoutError' || (errors?.every(({ type = '' }) => harmless.includes(type)) ?? false);
}
