import { replyTopicPrefix } from '@rollcall/contracts';
import type { Admin, Kafka } from 'kafkajs';
import { failFastRetry } from '../kafka/connection.js';

/**
 * Removes reply topics (and groups) that instances left behind when they were killed: nobody is in the topic's group, and its
 * newest record is older than this. An instance that lives is in its group, and writes to its topic whenever it joins.
 * Returns the names of what was removed. Several instances may do it at the same time: what one of them finds gone it leaves.
 */
export async function removeAbandonedReplyTopics(
  kafka: Kafka,
  olderThanMs = 24 * 3_600_000,
  prefix = replyTopicPrefix,
): Promise<string[]> {
  const topics = await withAdmin(kafka, (admin) => admin.listTopics());
  const removed: string[] = [];
  for (const topic of topics.filter((name) => name.startsWith(prefix))) {
    // Each with an administrator of its own: one that has met a topic which is gone answers nothing any more.
    const gone = await withAdmin(kafka, (admin) => removeIfAbandoned(admin, topic, olderThanMs)).catch(() => false);
    if (gone) removed.push(topic);
  }
  return removed;
}

async function removeIfAbandoned(admin: Admin, topic: string, olderThanMs: number): Promise<boolean> {
  const { groups } = await admin.describeGroups([topic]); // the group is called as the topic
  if (groups.some(({ members }) => members.length > 0)) return false;
  const [log] = await admin.fetchTopicOffsets(topic);
  const [younger] = await admin.fetchTopicOffsetsByTimestamp(topic, Date.now() - olderThanMs);
  const end = Number(log?.high ?? 0);
  // Nothing was ever written: its instance may be about to join.
  if (end === 0 || Number(younger?.offset ?? 0) < end) return false;
  await admin.deleteTopics({ topics: [topic] });
  await admin.deleteGroups([topic]).catch(() => undefined); // it never committed anything, or expired
  return true;
}

async function withAdmin<T>(kafka: Kafka, act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin({ retry: failFastRetry });
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}
