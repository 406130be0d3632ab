/**
 * Where each request's record goes (rule 20). Nothing here throws, and no answer waits for its record, nor fails with it. A record for
 * which there is no room is counted as missed.
 */
export interface RequestLog<Recorded> {
  /** Whether requests that change something are to be refused, because their records would be lost. */
  readonly refusesWrites: boolean;
  /**
   * Counts a request that is about to be answered, before its answer leaves: should its record never come, it is missed. Each is
   * followed by one `write`, or by a part of one that stands for several.
   */
  answering(): void;
  write(record: Recorded, traceparent: string): void;
}
