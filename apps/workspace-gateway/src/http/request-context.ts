import type { SessionView } from '@rollcall/contracts';
import { RequestContext, type CommandCall, type RetryKey } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { RouteContract } from '../contract/define-route.js';

/** What is known about one request, from its first byte until it is answered. */
export class WorkspaceRequestContext extends RequestContext {
  /** Of the route that answers; absent where there is none. */
  route?: RouteContract;
  /** Who is signed in; absent where the route asks for nobody. */
  session?: SessionView;
  /** What names that session: needed to end it. */
  sessionToken?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the public port when it first looks at the request. */
    rollcall: WorkspaceRequestContext;
  }
}

/** What a client of another service is told about the request that it works for. */
export interface Call extends CommandCall {
  readonly retryKey?: RetryKey | undefined;
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
