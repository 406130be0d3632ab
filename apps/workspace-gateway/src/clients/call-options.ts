import type { CallOptions } from '@rollcall/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Call } from '../http/request-context.js';

/** The options of a query that belongs to a request: its remaining time, its trace, its id. */
export function optionsOf(call: Call): CallOptions {
  return { timeoutMs: Math.max(1, call.leftMs), traceparent: call.traceparent, correlationId: call.requestId };
}

/** The same for a request without session. */
export function optionsFor({ rollcall }: FastifyRequest): CallOptions {
  return { timeoutMs: Math.max(1, rollcall.leftMs), traceparent: rollcall.traceparent, correlationId: rollcall.id };
}
