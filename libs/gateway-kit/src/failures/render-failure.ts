import type { Logger } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from './failure.js';

/** A failure in the words of a gateway's protocol. */
export interface RenderedFailure {
  readonly status: number;
  readonly code: string;
  /** Beside the media type. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly outcomeUnknown: boolean;
  /** The reason phrase where no framework writes one; the status's own where absent. */
  readonly phrase?: string;
}

/** How a protocol says failures: SCIM errors, problems (RFC 9457). */
export interface FailureRenderer<Rendered extends RenderedFailure = RenderedFailure> {
  readonly mediaType: string;
  /** @param requestId under which everything about the request is found */
  render(this: void, error: unknown, requestId: string): Rendered;
}

/**
 * The headers that failures have in every protocol.
 * @param retryAfterS what the gateway's table says, where the failure says nothing itself
 */
export function headersOf({ options }: Failure, retryAfterS: number | undefined): Record<string, string> {
  const seconds = options.retryAfterS ?? retryAfterS;
  return {
    ...options.headers,
    ...(seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }),
    ...(options.outcomeUnknown === true ? { 'rollcall-outcome': 'unknown' } : {}),
  };
}

/** Answers requests that failed, and logs what is our fault. */
export class FailureSender<Rendered extends RenderedFailure> {
  constructor(
    private readonly renderer: FailureRenderer<Rendered>,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly logger: Logger,
  ) {}

  /** @returns what the client is told */
  send(error: unknown, request: FastifyRequest, reply: FastifyReply): Rendered {
    const rendered = this.renderer.render(error, request.id);
    const { status, code, outcomeUnknown } = rendered;
    if (status >= 500 || outcomeUnknown) {
      const fields = { requestId: request.id, status, code, method: request.method, error };
      this.logger.error('a request could not be answered as it should', fields);
    }
    if (!reply.sent) {
      reply.code(status).headers({ ...rendered.headers, ...this.headers });
      reply.type(this.renderer.mediaType).send(rendered.body);
    }
    return rendered;
  }
}
