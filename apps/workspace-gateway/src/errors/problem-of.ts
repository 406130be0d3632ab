import { HttpException } from '@nestjs/common';
import { Refusal } from '@rollcall/contracts';
import { CommandNotTaken, CommandOutcomeUnknown, PasswordQueueFull, RetryKeyReused } from '@rollcall/gateway-kit';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { Problem } from './problem.js';
import { problem, type ProblemCode } from './problem-table.js';

const notTaken = { busy: 'overload', unavailable: 'unavailable', late: 'deadline', 'under-way': 'under-way' } as const;

/** What Fastify and Nest themselves refuse; their own sentences may quote the request, and are not used. */
const ofFramework: Readonly<Record<number, ProblemCode>> = {
  404: 'route-unknown',
  408: 'request-slow',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'media-type',
  431: 'headers-too-large',
};

/** Turns whatever a request died of into its answer. Unknown errors say nothing of themselves. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) return problem(error.code, error.code === 'internal' ? {} : error.facts);
  if (error instanceof CommandOutcomeUnknown) return problem('outcome-unknown', {}, { outcomeUnknown: true });
  if (error instanceof CommandNotTaken) return problem(notTaken[error.reason]);
  if (error instanceof RetryKeyReused) return problem('retry-key-reused');
  if (error instanceof PasswordQueueFull) return problem('overload');
  // A service that is away comes back; one that fails at this question will fail again.
  if (error instanceof ServiceUnavailable && error.status !== 500) return problem('unavailable');
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  if (status === undefined || status < 400 || status >= 500) return problem('internal');
  return problem(ofFramework[status] ?? 'request-malformed');
}

function statusCodeOf(error: unknown): number | undefined {
  const isFastifys = error instanceof Error && 'statusCode' in error && error.name === 'FastifyError';
  return isFastifys && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
