import type { Subscription } from '@rollcall/contracts';

/** A consumer group and the topics that it reads. */
export interface ConsumerGroup {
  readonly group: string;
  readonly topics: readonly string[];
}

/** A service reads commands and events in separate groups, so that neither waits for the other. */
export function consumerGroups(service: string, { commands, events }: Subscription): ConsumerGroup[] {
  const groups = [
    { group: `${service}.commands`, topics: commands },
    { group: `${service}.events`, topics: events },
  ];
  return groups.filter(({ topics }) => topics.length > 0);
}
