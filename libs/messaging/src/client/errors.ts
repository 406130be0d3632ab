/** The allowed number of commands wait for their replies already. This one was not sent. */
export class WindowFull extends Error {
  constructor() {
    super('too many commands wait for their replies');
    this.name = 'WindowFull';
  }
}

/** The command never reached the log: nothing has happened, and nothing will. */
export class NotSent extends Error {
  constructor(options?: ErrorOptions) {
    super('the command could not be sent: nothing happened', options);
    this.name = 'NotSent';
  }
}

/** The budget ended without a reply: the command had its whole effect or none, and sending it again is safe. */
export class OutcomeUnknown extends Error {
  constructor(readonly commandId: string) {
    super('no reply in time: everything or nothing has happened');
    this.name = 'OutcomeUnknown';
  }
}

/** Another caller of this instance is waiting for the reply to the same command. That caller gets the reply. */
export class DuplicateRequest extends Error {
  constructor(readonly commandId: string) {
    super(`command ${commandId} is under way already`);
    this.name = 'DuplicateRequest';
  }
}

/**
 * The command was carried out, and its reply is not what its definition says: caller and service do not fit together.
 */
export class ReplyInvalid extends Error {
  constructor(readonly commandType: string) {
    super(`the reply to ${commandType} is not what its definition says`);
    this.name = 'ReplyInvalid';
  }
}

/** The command's payload is not what its definition says: it was not sent, and nothing has happened. */
export class CommandInvalid extends Error {
  constructor(
    readonly commandType: string,
    /** Attributes and constraints, never values. */
    readonly problems: readonly string[],
  ) {
    super(`${commandType} is not what its definition says: ${problems.join('; ')}`);
    this.name = 'CommandInvalid';
  }
}
