/** Why a service gave no usable answer. */
export type UnavailableReason =
  /** No connection: nothing has happened at the service. */
  | 'unreachable'
  /** No answer in time: the call may have had its effect. */
  | 'timeout'
  /** The connection broke before the answer: the call may have had its effect. */
  | 'broken'
  /** Too many calls wait already: this one was not sent. */
  | 'busy'
  /** An answer outside the contract, e.g. 500 or 503. */
  | 'bad-answer';

/** Another service could not be asked. The request itself may be right: ask again later. */
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
