import type { PartitionRange, Position } from '@rollcall/messaging';

/** Whether partitions were read as far as they went; of an empty one there is nothing to read. */
export function areRead(ranges: readonly PartitionRange[], positions: readonly Position[]): boolean {
  const read = new Map(positions.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
  return ranges.every(
    ({ topic, partition, low, high }) => low === high || (read.get(`${topic}/${partition}`) ?? 0) >= high,
  );
}
