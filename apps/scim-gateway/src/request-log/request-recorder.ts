import type { ScimRequest } from '@rollcall/contracts';
import { Failure, methodLabel, SampledLog, type RequestLog } from '@rollcall/gateway-kit';
import type { Metrics } from '@rollcall/service-kit';
import type { OperationContext } from '../bulk/operation-context.js';
import type { RecordedRefusal } from './recorded-refusal.js';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface RecordedOperation {
  readonly context: Pick<OperationContext, 'id' | 'elapsedMs' | 'resourceId'>;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly refusal: RecordedRefusal | undefined;
}

/** Records and measures every answered request (rule 20 of docs/rules.md). Holds no body, no query, no secret. */
export class RequestRecorder {
  private readonly seconds;
  private readonly log: SampledLog<ScimRequest>;

  constructor(log: RequestLog<ScimRequest>, metrics: Metrics) {
    const labels = ['method', 'route', 'status'] as const;
    this.seconds = metrics.histogram('rollcall_scim_http_seconds', 'Duration of SCIM requests', labels);
    this.log = new SampledLog(log);
  }

  /** @throws Failure where requests that change something are refused, because their records would be lost */
  assertRecordable(): void {
    if (this.log.refusesWrites) throw new Failure('not-recordable');
  }

  /** Counts the request, once, before its answer leaves. */
  answering({ scim }: FastifyRequest): void {
    if (!scim.isCounted) this.log.answering();
    scim.isCounted = true;
  }

  answered(request: FastifyRequest, reply: FastifyReply): void {
    const context = request.scim;
    this.answering(request); // where the client went before there was an answer
    const route = request.routeOptions.url ?? context.route ?? 'unknown';
    const { statusCode: status } = reply;
    this.seconds.observe({ method: methodLabel(request.method), route, status }, context.elapsedMs / 1_000);
    const record = recordOf(request, route, status);
    const source = context.badTokenFrom ?? context.floodFrom;
    if (source === undefined) this.log.write(record, context.parentTraceparent);
    else this.log.sample(source, record, context.parentTraceparent);
  }

  /** Records an operation of a bulk request: it is found by the id that its events have as their correlation. */
  operation(bulk: FastifyRequest, operation: RecordedOperation): void {
    const { context, method, route, status, refusal } = operation;
    const record = {
      ...recordOf(bulk, route, status),
      requestId: context.id,
      bulkRequestId: bulk.scim.id,
      method,
      durationMs: Math.round(context.elapsedMs),
      ...(context.resourceId === undefined ? {} : { resourceId: context.resourceId.slice(0, 200) }),
      ...refusal,
    };
    this.log.answering();
    this.log.write(record, bulk.scim.parentTraceparent);
  }

  /** Writes the records that were held back. */
  close(): void {
    this.log.close();
  }
}

function recordOf(request: FastifyRequest, route: string, status: number): ScimRequest {
  const { id, caller, deadToken, refusal, resourceId, address, elapsedMs, dryRun } = request.scim;
  const { accountId, tokenId } = caller ?? deadToken ?? {};
  const userAgent = request.headers['user-agent'];
  return {
    requestId: id,
    ...(accountId === undefined || tokenId === undefined ? {} : { accountId, tokenId }),
    method: request.method.slice(0, 10),
    route,
    ...(resourceId === undefined ? {} : { resourceId: resourceId.slice(0, 200) }),
    status,
    ...refusal,
    ...(dryRun ? { dryRun: true } : {}),
    durationMs: Math.round(elapsedMs),
    address: address.slice(0, 60),
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 200) }),
  };
}
