import type { MissingRecords } from '../ports/kept-positions.js';
import type { PartitionRange } from './partitions.js';

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
