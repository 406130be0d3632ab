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

/** The versions on which a change depends; `*` is any. */
export interface VersionConditions {
  /** It must be one of these; absent: any will do. */
  readonly ifMatch?: readonly string[];
  /** It must be none of these. */
  readonly ifNoneMatch?: readonly string[];
}

/**
 * @throws Refusal version-mismatch unless the version is as the caller asks (If-Match and If-None-Match, RFC 7644 §3.14,
 *   RFC 9110 §13.1)
 */
export function requireVersion({ ifMatch, ifNoneMatch }: VersionConditions, version: number): void {
  const isAmong = (versions: readonly string[]) => versions.includes('*') || versions.includes(String(version));
  if (ifMatch !== undefined && !isAmong(ifMatch)) throw new Refusal('version-mismatch', { version });
  if (ifNoneMatch !== undefined && isAmong(ifNoneMatch))
    throw new Refusal('version-mismatch', { version, isUnwanted: true });
}
