import type { SessionView } from '@rollcall/contracts';
import type { CommandCall, QueryCall, RetryKey } from '@rollcall/edge';
import { parseTraceparent } from '@rollcall/service-kit';
import type { FastifyRequest } from 'fastify';
import type { RouteContract } from '../contract/define-route.js';

/** What is known about one request, from its first byte until it is answered. */
export class RequestContext {
  /** Of the route that answers; absent where there is none. */
  route?: RouteContract;
  /** Who is signed in; absent where the route asks for nobody. */
  session?: SessionView;
  /** What names that session: needed to end it. */
  sessionToken?: string;
  readonly traceparent: string;
  private readonly began = performance.now();

  constructor(
    /** UUIDv7: the answer's `X-Request-Id`, and the correlation id of everything that the request causes. */
    readonly id: string,
    readonly address: string,
    traceparent: string | undefined,
    private readonly budgetMs: number,
  ) {
    this.traceparent = traceparent !== undefined && parseTraceparent(traceparent) ? traceparent : traceFrom(id);
  }

  get elapsedMs(): number {
    return performance.now() - this.began;
  }

  /** What is left of the budget (docs/rules.md#the-budget-of-a-request); never negative. */
  get leftMs(): number {
    return Math.max(0, this.budgetMs - this.elapsedMs);
  }
}

/** A new trace, named after the request: whoever has the one id has the other. */
function traceFrom(id: string): string {
  const hex = id.replaceAll('-', '');
  return `00-${hex}-${hex.slice(16)}-01`;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the first hook of the public port; absent only where the router gave up before any hook. */
    rollcall: RequestContext;
  }
}

/** What a client of another service is told about the request that it works for. */
export interface Call extends CommandCall {
  readonly retryKey?: RetryKey | undefined;
}

/** What a query is asked for, also where nobody is signed in. */
export function queryCallOf({ rollcall: { id: requestId, traceparent, leftMs } }: FastifyRequest): QueryCall {
  return { requestId, traceparent, leftMs };
}

/** @throws Error where nobody is signed in: a defect, since the hook answers before any handler runs. */
export function sessionOf(request: FastifyRequest): SessionView {
  const { session } = request.rollcall;
  if (!session) throw new Error('a handler ran for a request without a session');
  return session;
}

/** The call of somebody who is signed in: the account is the session's, the actor its user (rule 20). */
export function callOf(request: FastifyRequest, retryKey?: RetryKey): Call {
  const { accountId, userId } = sessionOf(request);
  return callFor(request, { accountId, actorId: userId }, retryKey);
}

/** The call of somebody who is known otherwise: by a link, or as the first of all. */
export function callFor(
  request: FastifyRequest,
  { accountId, actorId }: { readonly accountId: string; readonly actorId: string },
  retryKey?: RetryKey,
): Call {
  const { id: requestId, traceparent, leftMs } = request.rollcall;
  return { accountId, actor: { kind: 'admin', id: actorId }, requestId, traceparent, leftMs, retryKey };
}
