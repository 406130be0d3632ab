import { Topics } from '@rollcall/contracts';
import type { PartitionRange, Position } from '@rollcall/messaging';
import { areRead } from './are-read.js';
import type { OpenNumbers } from '../persistence/recorder-runs.js';

/** Where recorders put their records. */
export const recorderTopics: readonly string[] = [Topics.scimRequests, Topics.workspaceRequests];

export interface RecorderWatchParts {
  readonly openNumbers: () => Promise<readonly OpenNumbers[]>;
  /** What the topics hold now. */
  readonly ranges: () => Promise<readonly PartitionRange[]>;
  /** How far they were read. */
  readonly positions: () => Promise<readonly Position[]>;
  /** Makes entries of those that are still missing. */
  readonly recordMissing: (open: readonly OpenNumbers[], until: Date) => Promise<void>;
  readonly now?: () => Date;
}

interface Suspicion {
  readonly open: readonly OpenNumbers[];
  readonly ranges: readonly PartitionRange[];
  readonly at: Date;
}

/**
 * Finds numbers of recorders' runs of which no record comes. A recorder sends its records in order, one request to the broker after the
 * other: once a later number was heard of, the record of an earlier one is on the topic, or it never will be. It may be on another
 * partition, which is read later. So each look suspects what is missing, and the next one tells what is still missing, if the topics
 * have been read meanwhile as far as they went. A look follows the other after minutes: a request that one of several partitions
 * did not take is repeated long before.
 */
export class RecorderWatch {
  private suspicion: Suspicion | undefined;

  constructor(private readonly parts: RecorderWatchParts) {}

  /** @throws what database and brokers throw: the next look goes on from there */
  async look(): Promise<void> {
    const { suspicion } = this;
    if (suspicion && !areRead(suspicion.ranges, await this.parts.positions())) return;
    if (suspicion && suspicion.open.length > 0) await this.parts.recordMissing(suspicion.open, suspicion.at);
    const at = this.parts.now?.() ?? new Date();
    const open = await this.parts.openNumbers();
    this.suspicion = { open, ranges: open.length > 0 ? await this.parts.ranges() : [], at };
  }
}
