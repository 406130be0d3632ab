/** Where this library writes what an operator should know; service-kit's logger fits. */
export interface MessagingLogger {
  error(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  debug(message: string, fields?: Record<string, unknown>): void;
}

/** What this library counts. Each call is cheap and never throws. */
export interface MessagingObserver {
  count(
    what:
      | 'handled'
      | 'refused'
      | 'seen'
      | 'expired'
      | 'dead-lettered'
      | 'parked'
      | 'retried'
      | 'asked-again'
      | 'unanswered',
    by?: number,
  ): void;
  batch(size: number, milliseconds: number): void;
}

export const silentObserver: MessagingObserver = { count: () => undefined, batch: () => undefined };
