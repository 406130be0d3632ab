/** An offset to commit for one partition: the one after the last message up to which all are done. */
export interface OffsetToCommit {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

interface Entry {
  readonly offset: string;
  done: boolean;
}

interface PartitionState {
  readonly topic: string;
  readonly partition: number;
  /** Offsets that were fetched and not dropped, oldest first. */
  open: Entry[];
  /** How many entries at the beginning of `open` are done; they are dropped from time to time, all at once. */
  first: number;
  /** The last offset up to which everything is done, and the last one committed. */
  last?: string;
  committed?: string;
}

const dropFrom = 1_024;

/**
 * Remembers per partition which offsets were fetched and which are done, and says how far may be committed: never past
 * an offset that is not done.
 */
export class OffsetLedger {
  private readonly partitions = new Map<string, PartitionState>();

  /**
   * Records that a message was fetched; call it in offset order per partition. Returns a function to call when the
   * message is done.
   */
  begin(topic: string, partition: number, offset: string): () => void {
    const state = this.stateOf(topic, partition);
    const entry = { offset, done: false };
    state.open.push(entry);
    return () => {
      entry.done = true;
      for (let done = state.open[state.first]; done?.done === true; done = state.open[state.first]) {
        state.last = done.offset;
        state.first += 1;
      }
      if (state.first < dropFrom) return;
      state.open = state.open.slice(state.first);
      state.first = 0;
    };
  }

  /** The offsets that are done and not yet committed. */
  due(): OffsetToCommit[] {
    return [...this.partitions.values()].flatMap(({ topic, partition, last, committed }) => {
      const offset = last === undefined ? undefined : String(BigInt(last) + 1n);
      return offset === undefined || offset === committed ? [] : [{ topic, partition, offset }];
    });
  }

  committed(offsets: readonly OffsetToCommit[]): void {
    for (const { topic, partition, offset } of offsets) {
      const state = this.partitions.get(`${topic}/${partition}`);
      if (state) state.committed = offset;
    }
  }

  private stateOf(topic: string, partition: number): PartitionState {
    const key = `${topic}/${partition}`;
    let state = this.partitions.get(key);
    if (!state) this.partitions.set(key, (state = { topic, partition, open: [], first: 0 }));
    return state;
  }
}
