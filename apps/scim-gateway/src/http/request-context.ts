import { RequestContext, type CommandCall, type Secret } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';

/** Whom the token lets in. */
export interface Caller {
  readonly accountId: string;
  readonly tokenId: string;
}

/** What is known about one request, from its first byte until it is recorded. */
export class ScimRequestContext extends RequestContext {
  /** The caller that the token named; absent until then, and where it named none. */
  caller?: Caller;
  /** Taken out of the body by the parser, before anything else saw it. */
  password?: Secret;
  /** The resource that the request named or made. */
  resourceId?: string;
  /** Why it was refused, for the record. */
  refusal?: { readonly code: string; readonly scimType?: string; readonly outcomeUnknown?: boolean };
  /** The network that sent a bad token: records of many such requests are sampled. */
  badTokenFrom?: string;
  /** The template of the route, where no handler of it ran. */
  route?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the public port when it first looks at the request. */
    scim: ScimRequestContext;
  }
}

/** What a client of another service is told about the request that it works for: its actor is the token. */
export type Call = CommandCall;

/**
 * To be made where a command or question is sent: it knows how much time is left then.
 * @throws Error where nobody was let in: a defect, since the hook answers before any handler runs
 */
export function callOf({ scim }: FastifyRequest): Call {
  const { caller, id: requestId, traceparent, leftMs } = scim;
  if (!caller) throw new Error('a handler ran for a request without a caller');
  const { accountId, tokenId } = caller;
  return { accountId, actor: { kind: 'directory', id: tokenId }, requestId, traceparent, leftMs };
}
