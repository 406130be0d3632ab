import { Catch, HttpException, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { credentialFailures } from '../auth/credential-failures.js';
import { notServed, type RouteTable } from '../routes/route-table.js';
import { sendFailure } from './send-failure.js';

/** Makes every error of the public port a SCIM error: hooks, parser, handlers, unknown routes and Fastify's own. */
@Catch()
export class ScimErrorsFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendFailure(this.preciser(error, request), request, http.getResponse<FastifyReply>(), this.logger);
  }

  /** Nest says only "not found" of what no route serves. */
  private preciser(error: unknown, request: FastifyRequest): unknown {
    if (!(error instanceof HttpException) || error.getStatus() !== (HttpStatus.NOT_FOUND as number)) return error;
    // Targets that are no path (`*`) reach this place before any hook: whoever has not been let in learns nothing.
    const context = request.scim as typeof request.scim | undefined;
    if (!context?.caller) return credentialFailures.missing;
    return notServed(this.routes, request, context);
  }
}
