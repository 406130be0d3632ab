import type { SessionView, WorkspaceRequest } from '@rollcall/contracts';
import {
  networkOf,
  RequestContext,
  type CommandCall,
  type QueryCall,
  type Requester,
  type RetryKey,
} from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { RouteContract } from '../contract/define-route.js';

/** Who reads the audit log by a token. */
export interface AuditReader {
  readonly accountId: string;
  readonly tokenId: string;
}

/** What is known about one request, from its first byte until it is answered. */
export class WorkspaceRequestContext extends RequestContext {
  /** The route that matches; absent where there is none. */
  route?: RouteContract;
  /** The session of the request; absent on routes that need none. */
  session?: SessionView;
  /** Whose audit token the request has, in place of a session. */
  reader?: AuditReader;
  /** An audit token that works no more, for the record: whose it is, not who asks. */
  deadToken?: AuditReader;
  /** Asks again whether who was admitted still is (rule 19); throws why not. */
  assertStillAdmitted?: () => Promise<void>;
  /** The token of that session: needed to end it. */
  sessionToken?: string;
  /** The password of the session was given a short time ago. */
  isConfirmed?: boolean;
  /** Who has signed in by this request, for its record. */
  signedIn?: { readonly accountId: string; readonly userId: string };
  /** Whether it is counted among those that have a record. */
  isCounted = false;
  /** Why it was refused, for its record. */
  refusal?: Pick<WorkspaceRequest, 'code' | 'outcomeUnknown' | 'facts'>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the public port as the first step of a request. */
    rollcall: WorkspaceRequestContext;
  }
}

/** What a service client needs to know about the request. */
export interface Call extends CommandCall {
  readonly retryKey?: RetryKey | undefined;
}

/** Whose request it is; undefined before that is known. */
export const accountOf = ({ rollcall: { session, reader } }: FastifyRequest): string | undefined =>
  session?.accountId ?? reader?.accountId;

/** Who asks, within the account: a person, or a program by its audit token, for which no places are kept. */
export function requesterOf({ rollcall: { session, reader } }: FastifyRequest): Requester | undefined {
  if (session) return { id: session.userId, isAdmin: session.rights === 'admin' };
  return reader && { id: reader.tokenId, isAdmin: false };
}

/** The call of a query. It takes the turn of the request's account; before that is known, that of the client's network. */
export function queryCallOf(request: FastifyRequest): QueryCall {
  const { id: requestId, traceparent, leftMs, address } = request.rollcall;
  return { requestId, traceparent, leftMs, turnOf: accountOf(request) ?? `network ${networkOf(address)}` };
}

/** The call of who reads, in a session or by an audit token: it asks, and sends no command. */
export interface ReadingCall extends QueryCall {
  readonly accountId: string;
}

/** @throws Error where nobody was admitted: a defect, as in `sessionOf` */
export function readingCallOf(request: FastifyRequest): ReadingCall {
  const accountId = accountOf(request);
  if (accountId === undefined) throw new Error('a handler ran for a request of nobody');
  return { ...queryCallOf(request), accountId };
}

/** @throws Error where the request has no session: a defect, since the hook refuses such requests before any handler */
export function sessionOf(request: FastifyRequest): SessionView {
  const { session } = request.rollcall;
  if (!session) throw new Error('a handler ran for a request without a session');
  return session;
}

/** The call of a signed-in person: the account is the session's, the actor its user (rule 20). */
export function callOf(request: FastifyRequest, retryKey?: RetryKey): Call {
  const { accountId, userId } = sessionOf(request);
  return callFor(request, { accountId, actorId: userId }, retryKey);
}

/** The call of a person without session, who is known by a link, or is the first of the installation. */
export function callFor(
  request: FastifyRequest,
  { accountId, actorId }: { readonly accountId: string; readonly actorId: string },
  retryKey?: RetryKey,
): Call {
  const { id: requestId, traceparent, leftMs, dryRun } = request.rollcall;
  return { accountId, actor: { kind: 'admin', id: actorId }, requestId, traceparent, leftMs, retryKey, dryRun };
}
