/** How policies control the consumer that they are part of. */
export interface Flow {
  /** The database is away: fetch nothing until `resume`. */
  pause(): void;
  resume(): void;
  /**
   * False once the service stops: a wait then ends, and the unfinished messages are fetched again by the next owner of
   * the partition.
   */
  readonly running: boolean;
}

/** The service stopped while a batch waited for the database. Messages that were not handled are fetched again. */
export class ShutdownInterrupted extends Error {
  constructor() {
    super('stopped while waiting');
    this.name = 'ShutdownInterrupted';
  }
}
