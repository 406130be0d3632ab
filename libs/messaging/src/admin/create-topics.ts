import type { Admin, ITopicConfig } from 'kafkajs';

const withinMs = 30_000;

/**
 * Creates topics and resolves when each partition has its leader. kafkajs' own waiting gives up at the first answer of a broker that has not
 * heard of the new topic yet; that is no failure, only early.
 * @throws the broker's error where topics cannot be created, or have no leaders within 30 s
 */
export async function createTopics(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics, waitForLeaders: false });
  const names = topics.map(({ topic }) => topic);
  for (const end = Date.now() + withinMs; ;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: names });
      if (metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error(`no leaders for ${names.join(', ')} within ${withinMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
