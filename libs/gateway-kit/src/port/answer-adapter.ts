import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answer } from '../http/answer.js';

type Reply = FastifyAdapter['reply'];

/**
 * Sends the `Answer` that a handler returned. The adapter does it, because Nest runs a handler that has an interceptor
 * through observables, which cost as much time as the rest of a read (ADR 0029).
 */
export class AnswerAdapter extends FastifyAdapter {
  /** The body as it is sent: that of a dry run says besides what would change. */
  finished: (body: unknown, request: FastifyRequest) => unknown = (body) => body;

  override reply(reply: Parameters<Reply>[0], result: unknown, statusCode?: number): ReturnType<Reply> {
    if (!(result instanceof Answer)) return super.reply(reply, result, statusCode);
    const { status = statusCode, headers, body } = result;
    const sent = reply as FastifyReply;
    for (const [name, value] of Object.entries(headers)) sent.header(name, value);
    return super.reply(reply, this.finished(body, sent.request), status);
  }
}
