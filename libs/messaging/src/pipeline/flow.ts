/** What policies may do about the flow of messages that they are part of. */
export interface Flow {
  /** The database is away: fetch nothing more until `resume`. */
  pause(): void;
  resume(): void;
  /** False once the service stops: waiting ends, and what is under way is fetched again by whoever comes next. */
  readonly running: boolean;
}

/** The service stopped while a batch waited for something that is away. What was not done comes again. */
export class ShutdownInterrupted extends Error {
  constructor() {
    super('stopped while waiting');
    this.name = 'Stopping';
  }
}
