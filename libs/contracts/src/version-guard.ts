/**
 * Whether an event is newer than what its consumer has applied. The consumer stores the applied version in its own row
 * of the aggregate, and drops events that are not newer: the log may repeat events, and may have old events after new
 * ones when a relay was replaced. An event without a version changed no aggregate (it is a warning), and always counts
 * as newer.
 */
export function isNewerVersion(version: number | undefined, applied: number | undefined): boolean {
  return version === undefined || applied === undefined || version > applied;
}
