import { withAdmin } from '../admin/with-admin.js';
import { failFastRetry, type RepairedKafka } from '../kafka/connection.js';
import type { Assignment } from './group-member.js';
import type { PartitionRange } from './where-to-begin.js';

/**
 * What the partitions that a member of a group was given hold.
 * @throws the brokers' error
 */
export function assignedRanges(kafka: RepairedKafka, assignment: Assignment): Promise<PartitionRange[]> {
  const read = async (admin: ReturnType<RepairedKafka['admin']>) => {
    const topics = Object.entries(assignment).map(async ([topic, partitions]) =>
      (await admin.fetchTopicOffsets(topic))
        .filter(({ partition }) => partitions.includes(partition))
        .map(({ partition, low, high }) => ({ topic, partition, low: Number(low), high: Number(high) })),
    );
    return (await Promise.all(topics)).flat();
  };
  return withAdmin(kafka, read, { retry: failFastRetry });
}
