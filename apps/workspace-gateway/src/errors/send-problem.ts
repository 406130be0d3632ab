import type { Logger } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemMediaType } from './problem.js';
import { problemOf } from './problem-of.js';

/** Answers a request that failed, in the form of RFC 9457. Logs what is our fault. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const failure = problemOf(error);
  const { status, code, options } = failure;
  if (status >= 500 || options.outcomeUnknown === true) {
    const fields = { requestId: request.id, status, code, method: request.method, error };
    logger.error('a request could not be answered as it should', fields);
  }
  if (reply.sent) return;
  reply.code(status).headers(failure.headers).header('cache-control', 'no-store').type(problemMediaType);
  reply.send(failure.body(request.id));
}
