/**
 * Is an event newer than what its consumer has applied? The consumer keeps the applied version in its own row of the
 * aggregate, and drops what is not news: the log may repeat events, and may bring old ones after new ones when a relay
 * was replaced. An event without a version changed no aggregate (a warning) and is always news.
 */
export function isNewerVersion(version: number | undefined, applied: number | undefined): boolean {
  return version === undefined || applied === undefined || version > applied;
}
