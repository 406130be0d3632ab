import { Catch, HttpException, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { credentialFailures } from '../auth/credential-failures.js';
import { sendFailure } from './send-failure.js';

/** Makes every error of the public port a SCIM error: hooks, parser, handlers, unknown routes and Fastify's own. */
@Catch()
export class ScimErrorsFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendFailure(this.refineError(error, request), request, http.getResponse<FastifyReply>(), this.logger);
  }

  /**
   * What the router does not know is told by the first hook. Only targets that are no path (`*`) reach this place without
   * it, and whoever has not been let in learns nothing.
   */
  private refineError(error: unknown, request: FastifyRequest): unknown {
    const isNests = error instanceof HttpException && error.getStatus() === (HttpStatus.NOT_FOUND as number);
    return isNests && (request.scim as unknown) === undefined ? credentialFailures.missing : error;
  }
}
