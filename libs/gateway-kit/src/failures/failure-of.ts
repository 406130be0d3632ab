import { HttpException } from '@nestjs/common';
import { Refusal } from '@rollcall/contracts';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { CommandNotTaken, CommandOutcomeUnknown } from '../commands/command-sender.js';
import { RetryKeyReused } from '../commands/retry-key.js';
import { PasswordQueueFull } from '../passwords/password-hasher.js';
import { Failure } from './failure.js';

/** What can go wrong in every gateway, beside what services refuse. Each gateway has a sentence for every one. */
export type FailureCode =
  | 'outcome-unknown'
  | 'overload'
  | 'account-limit'
  | 'passwords-overload'
  | 'unavailable'
  | 'deadline'
  | 'under-way'
  | 'not-recordable'
  | 'retry-key-reused'
  | 'dry-run-invalid'
  | 'route-unknown'
  | 'request-slow'
  | 'body-too-large'
  | 'body-too-complex'
  | 'bodies-of-account'
  | 'bodies-overload'
  | 'body-malformed'
  | 'address-too-long'
  | 'media-type'
  | 'headers-too-large'
  | 'request-malformed'
  | 'request-rejected'
  | 'http-malformed'
  | 'fault';

const notTaken = {
  busy: 'overload',
  unavailable: 'unavailable',
  late: 'deadline',
  'under-way': 'under-way',
} as const satisfies Record<CommandNotTaken['reason'], FailureCode>;

/** Failures of Fastify and Nest themselves, by status. Their messages may quote the request, and are not used. */
const ofFramework: Readonly<Record<number, FailureCode>> = {
  400: 'request-malformed',
  404: 'route-unknown',
  408: 'request-slow',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'media-type',
  431: 'headers-too-large',
};

/** Turns any error into a failure. Unknown errors become `fault`, without their message. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof Refusal) {
    return new Failure(error.code, error.code === 'internal' ? {} : { facts: error.facts });
  }
  if (error instanceof CommandOutcomeUnknown) return failure('outcome-unknown', { outcomeUnknown: true });
  if (error instanceof CommandNotTaken) return failure(notTaken[error.reason]);
  if (error instanceof RetryKeyReused) return failure('retry-key-reused');
  if (error instanceof PasswordQueueFull) return failure('passwords-overload');
  if (error instanceof ServiceUnavailable && error.status === 429) return failure('overload');
  // An outage passes, and the client may retry; an internal error of the service would recur with the same request.
  if (error instanceof ServiceUnavailable && error.status !== 500) return failure('unavailable');
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  if (status === undefined || status < 400 || status >= 500) return failure('fault');
  const code = ofFramework[status];
  return code ? failure(code) : failure('request-rejected', { status });
}

const failure = (code: FailureCode, options: Failure['options'] = {}) => new Failure(code, options);

function statusCodeOf(error: unknown): number | undefined {
  const isFastifys = error instanceof Error && 'statusCode' in error && error.name === 'FastifyError';
  return isFastifys && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
