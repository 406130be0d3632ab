import type { MessagingLogger } from '../../ports/observers.js';
import type { RepairedKafka } from '../connection.js';
import type { GroupMember } from './group-coordinator.js';

/**
 * Puts out of a group what an earlier run of this instance left in it. A process that was killed could not leave, and
 * whoever joins waits until its session ends; kafkajs has no static membership, which is Kafka's own answer to that. To
 * be called before joining, and only then. Never fails: where the coordinator does not answer, the session ends by
 * itself.
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
    logger.debug('kafka: nobody could be put out of the group', { group: groupId, error });
  }
}
