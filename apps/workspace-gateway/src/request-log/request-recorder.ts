import type { WorkspaceRequest } from '@rollcall/contracts';
import { networkOf, SampledLog, type RequestLog } from '@rollcall/gateway-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Records each write, and each request that was refused or failed (rule 20). Holds no body, no query, no secret. */
export class RequestRecorder {
  private readonly log: SampledLog<WorkspaceRequest>;

  constructor(log: RequestLog<WorkspaceRequest>) {
    this.log = new SampledLog(log);
  }

  answered(request: FastifyRequest, { statusCode: status }: Pick<FastifyReply, 'statusCode'>): void {
    if (status < 400 && reads.has(request.method)) return;
    const { parentTraceparent } = request.rollcall;
    const record = recordOf(request, status);
    if (status < 400 || status >= 500) this.log.write(record, parentTraceparent);
    else this.log.sample(`${sourceOf(request)} ${record.code ?? status}`, record, parentTraceparent);
  }

  /** Writes the records that were held back. */
  close(): void {
    this.log.close();
  }
}

function sourceOf({ rollcall: { session, address } }: FastifyRequest): string {
  return session ? `${session.accountId}/${session.userId}` : networkOf(address);
}

function recordOf(request: FastifyRequest, status: number): WorkspaceRequest {
  const { id, address, elapsedMs, route, refusal, session, signedIn, dryRun } = request.rollcall;
  const { accountId, userId } = session ?? signedIn ?? {};
  const userAgent = request.headers['user-agent'];
  return {
    requestId: id,
    ...(accountId === undefined || userId === undefined ? {} : { accountId, userId }),
    ...(session?.sessionId === undefined ? {} : { sessionId: session.sessionId }),
    method: request.method.slice(0, 10),
    route: route?.path ?? 'unknown',
    status,
    ...refusal,
    ...(dryRun ? { dryRun: true } : {}),
    durationMs: Math.round(elapsedMs),
    address: address.slice(0, 60),
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 200) }),
  };
}
