import { parseTraceparent, type OpenSpan } from '@rollcall/service-kit';
import type { FastifyRequest } from 'fastify';
import type { DryRun } from './dry-run.js';
import type { Hold } from '../port/hold.js';
import type { TrustedProxies } from './trusted-proxies.js';

/** Where a request comes from, as its connection and headers say. */
export interface RequestOrigin {
  /** UUIDv7: the answer's `X-Request-Id`, and the correlation id of everything that the request causes. */
  readonly id: string;
  /** The client's address, as seen through trusted proxies. */
  readonly address: string;
  /** The header as it was sent. */
  readonly traceparent: string | undefined;
}

export function originOf({ id, headers, raw }: FastifyRequest, proxies: TrustedProxies): RequestOrigin {
  const address = proxies.clientAddress(raw.socket.remoteAddress, single(headers['x-forwarded-for']));
  return { id, address, traceparent: single(headers['traceparent']) };
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header);

/** What is known of one request until it is answered. Each gateway adds fields of its own. */
export class RequestContext {
  readonly id: string;
  readonly address: string;
  /** The trace that the client began, or a new one. */
  readonly parentTraceparent: string;
  /** The trace context for calls to services: the request's span once it has begun, and its parent before. */
  traceparent: string;
  /** From the handler's first check until the answer has been sent. */
  span?: OpenSpan;
  /** What is given back when the request is over; set when its account is known. */
  hold?: Hold;
  /** Set where nothing of the request is to be saved (rule 26). */
  dryRun?: DryRun | undefined;
  private readonly began = performance.now();

  constructor(
    { id, address, traceparent }: RequestOrigin,
    private readonly budgetMs: number,
  ) {
    this.id = id;
    this.address = address;
    const isGiven = traceparent !== undefined && parseTraceparent(traceparent) !== undefined;
    this.parentTraceparent = isGiven ? traceparent : traceFrom(id);
    this.traceparent = this.parentTraceparent;
  }

  get elapsedMs(): number {
    return performance.now() - this.began;
  }

  /** The rest of the budget (docs/rules.md#the-budget-of-a-request); never negative. */
  get leftMs(): number {
    return Math.max(0, this.budgetMs - this.elapsedMs);
  }
}

/** A new trace, whose id is derived from the request's id, so that each leads to the other. */
function traceFrom(id: string): string {
  const hex = id.replaceAll('-', '');
  return `00-${hex}-${hex.slice(16)}-01`;
}

/**
 * Stores the context of each request at Fastify's request, under a property name of the gateway. The port's first hook
 * creates the context, and all later code finds it there.
 */
export class RequestContexts<Context extends RequestContext> {
  constructor(
    readonly property: string,
    private readonly create: (request: FastifyRequest) => Context,
  ) {}

  /** The context of a request; the first call creates it. */
  of(request: FastifyRequest): Context {
    const holder = request as unknown as Record<string, Context | undefined>; // only this class uses the property
    return (holder[this.property] ??= this.create(request));
  }
}
