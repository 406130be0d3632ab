import { partitionName, type Partition } from './partitions.js';

/** An offset to commit for one partition: the one after the last message up to which all are done. */
export interface OffsetToCommit extends Partition {
  readonly offset: string;
}

interface Entry {
  readonly offset: string;
  done: boolean;
}

interface PartitionState extends Partition {
  /** Oldest first. */
  fetched: Entry[];
  /** How many entries at the beginning of `fetched` are done; they are dropped from time to time, all at once. */
  doneCount: number;
  doneUpTo?: string;
  committed?: string;
}

/** Entries are dropped when so many are done: each time copies the rest. */
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
  track(topic: string, partition: number, offset: string): () => void {
    const state = this.stateOf(topic, partition);
    const entry = { offset, done: false };
    state.fetched.push(entry);
    return () => {
      entry.done = true;
      for (let done = state.fetched[state.doneCount]; done?.done === true; done = state.fetched[state.doneCount]) {
        state.doneUpTo = done.offset;
        state.doneCount += 1;
      }
      if (state.doneCount < dropFrom) return;
      state.fetched = state.fetched.slice(state.doneCount);
      state.doneCount = 0;
    };
  }

  /** The offsets that are done and not yet committed. */
  due(): OffsetToCommit[] {
    return [...this.partitions.values()].flatMap(({ topic, partition, doneUpTo, committed }) => {
      const offset = doneUpTo === undefined ? undefined : String(BigInt(doneUpTo) + 1n);
      return offset === undefined || offset === committed ? [] : [{ topic, partition, offset }];
    });
  }

  committed(offsets: readonly OffsetToCommit[]): void {
    for (const each of offsets) {
      const state = this.partitions.get(partitionName(each));
      if (state) state.committed = each.offset;
    }
  }

  private stateOf(topic: string, partition: number): PartitionState {
    const key = partitionName({ topic, partition });
    let state = this.partitions.get(key);
    if (!state) this.partitions.set(key, (state = { topic, partition, fetched: [], doneCount: 0 }));
    return state;
  }
}
