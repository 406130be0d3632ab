import type { ServerOptions } from 'node:http';

export interface ServerLimits {
  /** Milliseconds within which a request must have arrived completely. */
  readonly requestTimeoutMs: number;
}

/** The headers of a request must have arrived after this time. */
const headersTimeoutMs = 10_000;

/** How often Node looks for connections that are too slow; its default of 30 s would make 40 s of every 10. */
const checkingIntervalMs = 1_000;

/** Options of an HTTP server whose time limits hold to the second. */
export function serverLimits({ requestTimeoutMs }: ServerLimits): ServerOptions {
  return {
    headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: checkingIntervalMs,
  };
}
