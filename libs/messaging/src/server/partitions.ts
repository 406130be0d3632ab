export interface Partition {
  readonly topic: string;
  readonly partition: number;
}

/** The records that a partition holds: from `low` on, up to and without `high`. */
export interface PartitionRange extends Partition {
  readonly low: number;
  readonly high: number;
}

/** One name for a partition of all topics, `topic/partition`, as a key of maps. */
export const partitionName = ({ topic, partition }: Partition) => `${topic}/${partition}`;

/** The partition that has this name. */
export function partitionNamed(name: string): Partition {
  const cut = name.lastIndexOf('/');
  return { topic: name.slice(0, cut), partition: Number(name.slice(cut + 1)) };
}
