/** Why a service gave no usable answer. */
export type UnavailableReason =
  /** No connection: nothing has happened there. */
  | 'unreachable'
  /** No answer in time; what was asked may have happened. */
  | 'timeout'
  /** The connection broke before the answer; what was asked may have happened. */
  | 'broken'
  /** Too many calls wait already; nothing was sent. */
  | 'busy'
  /** An answer that the contract does not know, e.g. 500 or 503. */
  | 'bad-answer';

/** Another service could not be asked. Says nothing about the question: ask again later. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
  constructor(
    readonly service: string,
    readonly reason: UnavailableReason,
    /** HTTP status of a bad answer. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(`${service} gave no usable answer: ${reason}${status === undefined ? '' : ` (${status})`}`, options);
  }
}
