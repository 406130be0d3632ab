import { withAdmin } from '../admin/with-admin.js';
import { failFastRetry, type RepairedKafka } from '../kafka/connection.js';
import type { Assignment } from './group-member.js';
import type { PartitionRange } from './partitions.js';

/**
 * The offsets that each partition of these topics holds now.
 * @throws the brokers' error
 */
export function topicRanges(kafka: RepairedKafka, topics: readonly string[]): Promise<PartitionRange[]> {
  const read = async (admin: ReturnType<RepairedKafka['admin']>) => {
    const ranges = topics.map(async (topic) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
        topic,
        partition,
        low: Number(low),
        high: Number(high),
      })),
    );
    return (await Promise.all(ranges)).flat();
  };
  return withAdmin(kafka, read, { retry: failFastRetry });
}

/**
 * The same of the partitions that a member of a group was given.
 * @throws the brokers' error
 */
export async function assignedRanges(kafka: RepairedKafka, assignment: Assignment): Promise<PartitionRange[]> {
  const ranges = await topicRanges(kafka, Object.keys(assignment));
  return ranges.filter(({ topic, partition }) => assignment[topic]?.includes(partition));
}
