import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../http/request-context.js';
import { endSpan } from './request-span.js';

/** `no-store` is among the headers of every answer; proxies that buffer (nginx) are asked not to. */
const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };

/**
 * Begins an answer that goes on for as long as its client listens (WHATWG HTML, "server-sent events"), and gives the
 * response to write it to. From now on the request holds nothing of its account's share, and its span is over.
 */
export function beginEventStream(reply: FastifyReply, context: RequestContext): ServerResponse {
  reply.hijack();
  context.hold?.giveBack();
  endSpan(context, reply);
  delete context.span;
  const response = reply.raw;
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...streamHeaders }))
    if (value !== undefined) response.setHeader(name, value);
  response.flushHeaders();
  return response;
}
