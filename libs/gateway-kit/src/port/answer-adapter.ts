import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Answer } from '../http/answer.js';

type Reply = FastifyAdapter['reply'];

/**
 * Sends the `Answer` that a handler returned. The adapter does it, because Nest runs a handler that has an interceptor
 * through observables, which cost as much time as the rest of a read (ADR 0029).
 */
export class AnswerAdapter extends FastifyAdapter {
  override reply(reply: Parameters<Reply>[0], result: unknown, statusCode?: number): ReturnType<Reply> {
    if (!(result instanceof Answer)) return super.reply(reply, result, statusCode);
    const { status = statusCode, headers, body } = result;
    for (const [name, value] of Object.entries(headers)) (reply as FastifyReply).header(name, value);
    return super.reply(reply, body, status);
  }
}
