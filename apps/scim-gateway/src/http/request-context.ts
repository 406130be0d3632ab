import type { CommandCall, Secret } from '@rollcall/gateway-kit';
import { parseTraceparent } from '@rollcall/service-kit';
import type { FastifyRequest } from 'fastify';

/** Whom the token lets in. */
export interface Caller {
  readonly accountId: string;
  readonly tokenId: string;
}

/** What is known about one request, from its first byte until it is recorded. */
export class RequestContext {
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
    scim: RequestContext;
  }
}

/** What a client of another service is told about the request that it works for: its actor is the token. */
export type Call = CommandCall;

/** @throws Error where nobody was let in: a defect, since the hook answers before any handler runs. */
export function callOf(request: FastifyRequest, traceparent: string): Call {
  const { caller, id, leftMs } = request.scim;
  if (!caller) throw new Error('a handler ran for a request without a caller');
  const { accountId, tokenId } = caller;
  return { accountId, actor: { kind: 'directory', id: tokenId }, requestId: id, traceparent, leftMs };
}
