import type { CallOptions } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';

/** How a question to a service goes on with the request: its time, its trace, its id. */
export function optionsOf(call: Call): CallOptions {
  return { timeoutMs: Math.max(1, call.leftMs), traceparent: call.traceparent, correlationId: call.requestId };
}
