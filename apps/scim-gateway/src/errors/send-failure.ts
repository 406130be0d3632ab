import type { Logger } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { scimMediaType } from '../http/media-type.js';
import { failureOf } from './failure-of.js';

/** Answers a request that failed, in SCIM's form, and notes why for its record. Logs what is our fault. */
export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const requestId = (request.scim as typeof request.scim | undefined)?.id ?? request.id;
  const failure = failureOf(error, requestId);
  const { scimType, outcomeUnknown } = failure.options;
  if (request.scim as unknown) {
    request.scim.refusal = {
      code: failure.code,
      ...(scimType === undefined ? {} : { scimType }),
      ...(outcomeUnknown === undefined ? {} : { outcomeUnknown }),
    };
  }
  if (failure.status >= 500 || outcomeUnknown === true) {
    const fields = { requestId, status: failure.status, code: failure.code, method: request.method, error };
    logger.error('a request could not be answered as it should', fields);
  }
  if (reply.sent) return;
  reply.code(failure.status).headers(failure.headers).type(scimMediaType).send(failure.body());
}
