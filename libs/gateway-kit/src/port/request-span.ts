import type { Telemetry } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '../http/request-context.js';

/**
 * Begins the span of a request, just before its handler. What the handler asks of services becomes a child of the span:
 * the request's context hands on its position. Attributes are those of OpenTelemetry's conventions for HTTP servers.
 */
export function beginSpan(telemetry: Telemetry, request: FastifyRequest, context: RequestContext): void {
  const { method } = request;
  const route = request.routeOptions.url ?? '';
  const attributes = { 'http.request.method': method, 'http.route': route };
  const traceparent = context.parentTraceparent;
  context.span = telemetry.startSpan(`${method} ${route}`, { traceparent, kind: 'server', attributes });
  context.traceparent = context.span.traceparent;
}

/** Ends the span of an answered request; a request that was refused before its handler has none. */
export function endSpan({ span }: RequestContext, { statusCode }: FastifyReply): void {
  span?.set('http.response.status_code', statusCode);
  span?.end();
}
