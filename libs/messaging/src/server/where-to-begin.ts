import type { MissingRecords } from '../ports/kept-positions.js';

/** One name for a partition of all topics, as a key of maps. */
export const partitionName = ({ topic, partition }: { readonly topic: string; readonly partition: number }) =>
  `${topic}/${partition}`;

/** The records that a partition holds: from `low` on, up to and without `high`. */
export interface PartitionRange {
  readonly topic: string;
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

/** Where reading goes on, and what is missing before it. */
export interface Beginning {
  readonly offset: number;
  readonly missing?: MissingRecords;
}

/**
 * Where a reader begins on a partition, from the offset that it has kept (undefined where it has never read) and what
 * the partition holds now.
 */
export function whereToBegin({ topic, partition, low, high }: PartitionRange, kept: number | undefined): Beginning {
  const missing = (why: MissingRecords['why'], from: number): Beginning => ({
    offset: low,
    missing: { topic, partition, from, to: low, why },
  });
  if (kept === undefined) return low === 0 ? { offset: 0 } : missing('begun-late', 0);
  if (kept > high) return missing('made-anew', kept);
  return kept < low ? missing('removed', kept) : { offset: kept };
}
