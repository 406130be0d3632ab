/** Where this library writes what operators should know; service-kit's Logger implements it. */
export interface MessagingLogger {
  error(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  debug(message: string, fields?: Record<string, unknown>): void;
}

/** The counters of this library. A call must be cheap and must not throw. */
export interface MessagingObserver {
  count(
    what:
      | 'handled'
      | 'refused'
      | 'seen'
      | 'expired'
      | 'dead-lettered'
      | 'sender-not-allowed'
      | 'parked'
      | 'retried'
      | 'asked-again'
      | 'unanswered',
    by?: number,
  ): void;
  batch(size: number, milliseconds: number): void;
}

export const silentObserver: MessagingObserver = { count: () => undefined, batch: () => undefined };
