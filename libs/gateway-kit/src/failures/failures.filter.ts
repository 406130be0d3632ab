import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Makes every error of a public port an answer in its protocol: hooks, parser, handlers, unknown routes and Fastify's
 * own.
 */
@Catch()
export class FailuresFilter implements ExceptionFilter {
  constructor(private readonly send: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
