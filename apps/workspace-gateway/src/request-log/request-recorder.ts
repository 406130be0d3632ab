import type { WorkspaceRequest } from '@rollcall/contracts';
import { Failure, networkOf, SampledLog, type RequestLog } from '@rollcall/gateway-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Records each write, each look at the audit log, and each request that was refused or failed (rules 20 and 28). Holds no body, no query, no secret. */
export class RequestRecorder {
  private readonly log: SampledLog<WorkspaceRequest>;

  constructor(log: RequestLog<WorkspaceRequest>) {
    this.log = new SampledLog(log);
  }

  /** @throws Failure where requests that change something are refused, because their records would be lost */
  assertRecordable(): void {
    if (this.log.refusesWrites) throw new Failure('not-recordable');
  }

  /** Counts a request that is recorded, once, before its answer leaves. */
  answering(request: FastifyRequest, { statusCode: status }: Pick<FastifyReply, 'statusCode'>): void {
    if (!isRecorded(request, status) || request.rollcall.isCounted) return;
    this.log.answering();
    request.rollcall.isCounted = true;
  }

  answered(request: FastifyRequest, reply: Pick<FastifyReply, 'statusCode'>): void {
    const { statusCode: status } = reply;
    this.answering(request, reply); // where the client went before there was an answer
    if (!request.rollcall.isCounted) return;
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

const isRecorded = ({ method, rollcall }: FastifyRequest, status: number) =>
  status >= 400 || !reads.has(method) || rollcall.route?.access === 'audit.read';

function sourceOf({ rollcall: { session, reader, deadToken, address } }: FastifyRequest): string {
  const token = reader ?? deadToken;
  if (token) return `${token.accountId}/${token.tokenId} ${networkOf(address)}`;
  return session ? `${session.accountId}/${session.userId}` : networkOf(address);
}

function recordOf(request: FastifyRequest, status: number): WorkspaceRequest {
  const { id, address, elapsedMs, route, refusal, dryRun } = request.rollcall;
  const userAgent = request.headers['user-agent'];
  return {
    requestId: id,
    ...whoseOf(request),
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

function whoseOf({ rollcall }: FastifyRequest): Partial<WorkspaceRequest> {
  const { session, signedIn, reader, deadToken } = rollcall;
  if (session) {
    const { accountId, userId, sessionId } = session;
    return { accountId, userId, ...(sessionId === undefined ? {} : { sessionId }) };
  }
  return { ...(signedIn ?? reader ?? deadToken) };
}
