/** The producer holds as many waiting records as it may: no record of this call was taken. */
export class SenderFull extends Error {
  constructor() {
    super('too many records wait to be sent');
    this.name = 'SenderFull';
  }
}

/** The records were not acknowledged; some may be on the log all the same. */
export class SendFailed extends Error {
  constructor(
    readonly mayBeOnTheLog: boolean,
    options?: ErrorOptions,
  ) {
    super(mayBeOnTheLog ? 'the broker did not acknowledge in time' : 'nothing was sent', options);
    this.name = 'SendFailed';
  }
}

/** The broker takes no record of this size. Sending it again will not help. */
export class RecordTooLarge extends SendFailed {
  constructor(mayBeOnTheLog: boolean, options?: ErrorOptions) {
    super(mayBeOnTheLog, options);
    this.message = 'a record is larger than its topic takes';
    this.name = 'RecordTooLarge';
  }
}

/** The broker has no such topic. */
export class TopicMissing extends SendFailed {
  constructor(
    readonly topic: string,
    mayBeOnTheLog: boolean,
    options?: ErrorOptions,
  ) {
    super(mayBeOnTheLog, options);
    this.message = `there is no topic ${topic}`;
    this.name = 'TopicMissing';
  }
}

/** Why the broker refuses a produce request for good; undefined when it may take it later. */
export type Verdict = 'too-large' | 'topic-missing' | undefined;

const verdicts: Readonly<Record<string, Verdict>> = {
  MESSAGE_TOO_LARGE: 'too-large',
  RECORD_LIST_TOO_LARGE: 'too-large',
  UNKNOWN_TOPIC_OR_PARTITION: 'topic-missing',
  INVALID_TOPIC_EXCEPTION: 'topic-missing',
};

/** Reads the `type` of protocol errors among the causes: the exports of kafkajs give ES modules no error classes. */
export function verdictOf(error: unknown): Verdict {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const verdict = 'type' in cause && typeof cause.type === 'string' ? verdicts[cause.type] : undefined;
    if (verdict) return verdict;
  }
  return undefined;
}
