import { replyTopicPrefix } from '@rollcall/contracts';
import type { Admin, Kafka } from 'kafkajs';
import { failFastRetry } from '../kafka/connection.js';
import { withAdmin } from './with-admin.js';

const config = { retry: failFastRetry };

/**
 * Removes the reply topics (and groups) that killed instances left behind: those whose group has no members and whose
 * newest record is older than `olderThanMs`. A living instance is a member of its group, and writes to its topic
 * whenever it joins. Returns the names of the removed topics. Several instances may run it concurrently: each skips
 * what another has removed.
 */
export async function removeAbandonedReplyTopics(
  kafka: Kafka,
  olderThanMs = 24 * 3_600_000,
  prefix = replyTopicPrefix,
): Promise<string[]> {
  const topics = await withAdmin(kafka, (admin) => admin.listTopics(), config);
  const removed: string[] = [];
  for (const topic of topics.filter((name) => name.startsWith(prefix))) {
    // One admin client per topic: after a topic that is gone, an admin client of kafkajs answers no further call.
    const gone = await withAdmin(kafka, (admin) => removeIfAbandoned(admin, topic, olderThanMs), config).catch(
      () => false,
    );
    if (gone) removed.push(topic);
  }
  return removed;
}

async function removeIfAbandoned(admin: Admin, topic: string, olderThanMs: number): Promise<boolean> {
  const { groups } = await admin.describeGroups([topic]); // the group has the topic's name
  if (groups.some(({ members }) => members.length > 0)) return false;
  const [log] = await admin.fetchTopicOffsets(topic);
  const [younger] = await admin.fetchTopicOffsetsByTimestamp(topic, Date.now() - olderThanMs);
  const end = Number(log?.high ?? 0);
  // The topic is empty: its instance may be about to join.
  if (end === 0 || Number(younger?.offset ?? 0) < end) return false;
  await admin.deleteTopics({ topics: [topic] });
  await admin.deleteGroups([topic]).catch(() => undefined); // the group has never committed an offset, or has expired
  return true;
}
