import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { ActiveSpan, Telemetry } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { RequestContext, RequestContexts } from '../http/request-context.js';

/**
 * Runs each handler in a span, from its first check until its answer begins. Calls to services become children of the
 * span, because the request's context passes it on. Attributes follow the semantic conventions of OpenTelemetry for
 * HTTP servers.
 */
export class TracingInterceptor implements NestInterceptor {
  constructor(
    private readonly telemetry: Telemetry,
    private readonly contexts: RequestContexts<RequestContext>,
    /** The status with which an error is answered. */
    private readonly statusOf: (error: unknown, request: FastifyRequest) => number,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const known = this.contexts.of(request);
    const route = request.routeOptions.url ?? '';
    const { method } = request;
    const attributes = { 'http.request.method': method, 'http.route': route };
    const options = { traceparent: known.parentTraceparent, kind: 'server', attributes } as const;
    const work = (span: ActiveSpan) => {
      known.traceparent = span.traceparent;
      return this.handled(next, request, http.getResponse<FastifyReply>(), span);
    };
    return from(this.telemetry.withSpan(`${method} ${route}`, options, work));
  }

  private async handled(next: CallHandler, request: FastifyRequest, reply: FastifyReply, span: ActiveSpan) {
    try {
      const body: unknown = await lastValueFrom(next.handle());
      span.set('http.response.status_code', reply.statusCode);
      return body;
    } catch (error) {
      span.set('http.response.status_code', this.statusOf(error, request));
      throw error;
    }
  }
}
