import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Turns every error of a public port into an answer of its protocol: errors of hooks, parser, handlers and Fastify, and
 * unknown routes.
 */
@Catch()
export class FailuresFilter implements ExceptionFilter {
  constructor(private readonly send: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
