import type { MessagingLogger } from '../../ports/observers.js';
import type { RepairedKafka } from '../connection.js';
import type { GroupMember } from './group-coordinator.js';

/**
 * Removes the stale members that an earlier run of this instance left in a group. A killed process could not leave the
 * group, so a joining member waits until the old session times out. Kafka's static membership would solve that, but
 * kafkajs does not support it. Call this before joining only. It never rejects: where the coordinator does not answer,
 * the session times out by itself.
 */
export async function removeStaleGroupMembers(
  kafka: RepairedKafka,
  groupId: string,
  isFormer: (member: GroupMember) => boolean,
  logger: MessagingLogger,
): Promise<void> {
  try {
    await kafka.askCoordinator(groupId, async (coordinator) => {
      const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
      const former = groups.flatMap(({ members }) => members).filter(isFormer);
      for (const { memberId } of former) await coordinator.leaveGroup({ groupId, memberId });
      if (former.length > 0)
        logger.info('kafka: an earlier run of this instance was put out of its group', { group: groupId });
    });
  } catch (error) {
    logger.debug('kafka: stale members could not be removed from the group', { group: groupId, error });
  }
}
