/** What must be committed for one partition: the offset after the last message below which everything is done. */
export interface OffsetToCommit {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

interface PartitionState {
  readonly topic: string;
  readonly partition: number;
  /** Offsets under way, oldest first. */
  readonly open: { offset: bigint; done: boolean }[];
  next?: bigint;
  committed?: bigint;
}

/** Remembers per partition what was fetched and what is done, and says how far offsets may be committed: never past an open one. */
export class OffsetLedger {
  private readonly partitions = new Map<string, PartitionState>();

  /** A message was fetched; call in offset order per partition. Returns what to call when it is done. */
  begin(topic: string, partition: number, offset: string): () => void {
    const key = `${topic}/${partition}`;
    const state = this.partitions.get(key) ?? { topic, partition, open: [] };
    this.partitions.set(key, state);
    const entry = { offset: BigInt(offset), done: false };
    state.open.push(entry);
    return () => {
      entry.done = true;
      while (state.open[0]?.done) state.next = (state.open.shift() as { offset: bigint }).offset + 1n; // [0] is there
    };
  }

  /** What is done and not yet committed. */
  due(): OffsetToCommit[] {
    return [...this.partitions.values()]
      .filter(({ next, committed }) => next !== undefined && next !== committed)
      .map(({ topic, partition, next }) => ({ topic, partition, offset: String(next) }));
  }

  committed(offsets: readonly OffsetToCommit[]): void {
    for (const { topic, partition, offset } of offsets) {
      const state = this.partitions.get(`${topic}/${partition}`);
      if (state) state.committed = BigInt(offset);
    }
  }
}
