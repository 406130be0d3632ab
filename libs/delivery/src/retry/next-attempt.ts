import { backoffMs, type Backoff } from '@rollcall/service-kit';

/** A message is tried again after 5 s, 10 s and so on, up to once an hour: for good, until it is delivered. */
const ofMessage: Backoff = { firstMs: 5_000, maxMs: 3_600_000 };
/** The cool-down of an endpoint that has just failed: its other messages cost it, and us, one attempt in that time. */
const ofEndpoint: Backoff = { firstMs: 2_000, maxMs: 300_000 };

export interface Attempts {
  /** Failed attempts of the message, with this one. */
  readonly ofMessage: number;
  /** Failed attempts of the endpoint since its last success, with this one. */
  readonly ofEndpoint: number;
}

export interface NextAttempt {
  readonly messageAt: Date;
  readonly endpointAt: Date;
}

/**
 * When a message that could not be delivered is tried again, and when its endpoint is asked again at all. Pure.
 * @param chance from 0 to 1: so much of the second half of each wait is waited too, so that what failed together does not come together
 */
export function nextAttempt(failed: Attempts, now: Date, chance: number): NextAttempt {
  const after = (backoff: Backoff, failures: number) =>
    new Date(now.getTime() + backoffMs(backoff, Math.max(0, failures - 1)) * (0.5 + chance / 2));
  return { messageAt: after(ofMessage, failed.ofMessage), endpointAt: after(ofEndpoint, failed.ofEndpoint) };
}
