import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { ActiveSpan, Telemetry } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Answer } from '../http/answer.js';
import type { RequestContext, RequestContexts } from '../http/request-context.js';

export interface AnswerInterceptorOptions {
  readonly telemetry: Telemetry;
  readonly contexts: RequestContexts<RequestContext>;
  /** Of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** The status that an error will be answered with. */
  statusOf(this: void, error: unknown, request: FastifyRequest): number;
}

/**
 * Runs each handler in a span of its own, from its first check until its answer begins, and sends the `Answer` that it
 * returns. What the handler asks of services becomes a child of the span: the request's context hands on its position.
 * Attributes are those of OpenTelemetry's conventions for HTTP servers. One interceptor does both: Nest wraps each in two
 * observables per request.
 */
export class AnswerInterceptor implements NestInterceptor<Answer<unknown>> {
  constructor(private readonly options: AnswerInterceptorOptions) {}

  intercept(context: ExecutionContext, next: CallHandler<Answer<unknown>>): Observable<unknown> {
    const { telemetry, contexts } = this.options;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const known = contexts.of(request);
    const route = request.routeOptions.url ?? '';
    const { method } = request;
    const attributes = { 'http.request.method': method, 'http.route': route };
    const options = { traceparent: known.parentTraceparent, kind: 'server', attributes } as const;
    const work = (span: ActiveSpan) => {
      known.traceparent = span.traceparent;
      return this.handled(next, request, http.getResponse<FastifyReply>(), span);
    };
    return from(telemetry.withSpan(`${method} ${route}`, options, work));
  }

  /** Resolves with the body, which Nest sends. */
  private async handled(
    next: CallHandler<Answer<unknown>>,
    request: FastifyRequest,
    reply: FastifyReply,
    span: ActiveSpan,
  ): Promise<unknown> {
    try {
      const { status, headers, body } = await lastValueFrom(next.handle());
      reply.headers({ ...this.options.headers, ...headers });
      if (status !== undefined) reply.code(status);
      span.set('http.response.status_code', reply.statusCode);
      return body;
    } catch (error) {
      span.set('http.response.status_code', this.options.statusOf(error, request));
      throw error;
    }
  }
}
