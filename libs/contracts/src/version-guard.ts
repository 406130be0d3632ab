import { Refusal } from './decision.js';

/**
 * Whether an event is newer than what its consumer has applied. The consumer stores the applied version in its own row
 * of the aggregate, and drops events that are not newer: the log may repeat events, and may have old events after new
 * ones when a relay was replaced. An event without a version changed no aggregate (it is a warning), and always counts
 * as newer.
 */
export function isNewerVersion(version: number | undefined, applied: number | undefined): boolean {
  return version === undefined || applied === undefined || version > applied;
}

/**
 * @throws Refusal version-mismatch unless the caller sent the current version, `*`, or no version (If-Match, RFC 7644
 *   §3.14)
 */
export function requireVersion(ifMatch: readonly string[] | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch.includes('*') || ifMatch.includes(String(version))) return;
  throw new Refusal('version-mismatch', { version });
}
