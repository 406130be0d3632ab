import type { ScimRequest } from '@rollcall/contracts';
import type { Metrics } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestLog } from '../clients/request-log.js';
import { FloodSampler } from './flood-sampler.js';

const windowMs = 10_000;

/** Records and measures every answered request (rule 20). Holds no body, no query, no secret. */
export class RequestRecorder {
  private readonly seconds;
  private readonly sampler: FloodSampler;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly log: RequestLog,
    metrics: Metrics,
  ) {
    const labels = ['method', 'route', 'status'] as const;
    this.seconds = metrics.histogram('rollcall_scim_http_seconds', 'Duration of SCIM requests', labels);
    this.sampler = new FloodSampler((record, traceparent) => log.write(record, traceparent));
    this.timer = setInterval(() => this.sampler.endWindow(), windowMs).unref();
  }

  answered(request: FastifyRequest, reply: FastifyReply): void {
    const context = request.scim;
    const route = request.routeOptions.url ?? context.route ?? 'unknown';
    const { statusCode: status } = reply;
    this.seconds.observe({ method: methodLabel(request.method), route, status }, context.elapsedMs / 1_000);
    const record = recordOf(request, route, status);
    if (context.badTokenFrom === undefined) this.log.write(record, context.parentTraceparent);
    else this.sampler.offer(context.badTokenFrom, record, context.parentTraceparent);
  }

  /** Writes the records that were held back. */
  close(): void {
    clearInterval(this.timer);
    this.sampler.endWindow();
  }
}

function recordOf(request: FastifyRequest, route: string, status: number): ScimRequest {
  const { id, caller, refusal, resourceId, address, elapsedMs } = request.scim;
  const userAgent = request.headers['user-agent'];
  return {
    requestId: id,
    ...caller,
    method: request.method.slice(0, 10),
    route,
    ...(resourceId === undefined ? {} : { resourceId }),
    status,
    ...refusal,
    durationMs: Math.round(elapsedMs),
    address: address.slice(0, 60),
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 200) }),
  };
}

const usual = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** Maps unusual methods to `other`: a label must have few values, whatever clients send. */
const methodLabel = (method: string) => (usual.has(method) ? method : 'other');
