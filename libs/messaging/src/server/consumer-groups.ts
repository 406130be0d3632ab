import type { Subscription } from '@rollcall/contracts';

/** A consumer group and the topics that it reads. */
export interface ConsumerGroup {
  readonly group: string;
  readonly topics: readonly string[];
}

/** A service reads commands and events in separate groups, so that neither waits for the other. */
export function consumerGroups(service: string, { commandTopics, eventTopics }: Subscription): ConsumerGroup[] {
  const groups = [
    { group: `${service}.commands`, topics: commandTopics },
    { group: `${service}.events`, topics: eventTopics },
  ];
  return groups.filter(({ topics }) => topics.length > 0);
}
