import { partitionName, type PartitionRange, type Position } from '@rollcall/messaging';

/** Whether partitions were read as far as they went; of an empty one there is nothing to read. */
export function areRead(ranges: readonly PartitionRange[], positions: readonly Position[]): boolean {
  const read = new Map(positions.map((each) => [partitionName(each), each.offset]));
  return ranges.every((range) => range.low === range.high || (read.get(partitionName(range)) ?? 0) >= range.high);
}
