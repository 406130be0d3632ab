import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { Answer } from '../http/answer.js';

/** Sends the answers that handlers return. */
export class SendAnswersInterceptor implements NestInterceptor<Answer<unknown>> {
  /** @param headers the headers of every answer */
  constructor(private readonly headers: Readonly<Record<string, string>>) {}

  intercept(context: ExecutionContext, next: CallHandler<Answer<unknown>>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map(({ status, headers, body }) => {
        reply.headers({ ...this.headers, ...headers });
        if (status !== undefined) reply.code(status);
        return body;
      }),
    );
  }
}
