import type { RefusalFacts } from '@rollcall/contracts';
import type { Logger } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from './failure.js';

/** A failure as a gateway's protocol shows it. */
export interface RenderedFailure {
  readonly status: number;
  readonly code: string;
  /** Without `Content-Type`, which `mediaType` determines. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly outcomeUnknown: boolean;
  /** What the failure is about, for the record of the request. */
  readonly facts: RefusalFacts | undefined;
  /** The reason phrase, where no framework writes it; by default the status's own. */
  readonly phrase?: string;
}

/** How a protocol shows failures: SCIM errors, or problem details (RFC 9457). */
export interface FailureRenderer<Rendered extends RenderedFailure = RenderedFailure> {
  readonly mediaType: string;
  /**
   * @param requestId the request's id, by which logs and traces are found
   * @param speaker who asks, where that is known
   */
  render(this: void, error: unknown, requestId: string, speaker?: string): Rendered;
  /** Who asks; default: what the request says in its User-Agent. */
  speakerOf?(this: void, request: FastifyRequest): string | undefined;
}

/**
 * The headers that failures have in every protocol.
 * @param retryAfterS the default of the gateway's table, for failures without a time of their own
 */
export function headersOf({ options }: Failure, retryAfterS: number | undefined): Record<string, string> {
  const seconds = options.retryAfterS ?? retryAfterS;
  return {
    ...options.headers,
    ...(seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }),
    ...(options.outcomeUnknown === true ? { 'rollcall-outcome': 'unknown' } : {}),
  };
}

/** Answers failed requests, and logs those that are the gateway's or a service's fault. */
export class FailureSender<Rendered extends RenderedFailure> {
  constructor(
    private readonly renderer: FailureRenderer<Rendered>,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly logger: Logger,
  ) {}

  /** @returns what the client was sent */
  send(error: unknown, request: FastifyRequest, reply: FastifyReply): Rendered {
    const { render, speakerOf = ({ headers }) => headers['user-agent'] } = this.renderer;
    const rendered = render(error, request.id, speakerOf(request));
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
