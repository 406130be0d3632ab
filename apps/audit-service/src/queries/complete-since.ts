/** What each answer says of the log: since when nothing is missing; nothing where nothing ever was. */
export const completeness = (since: Date | undefined): { completeSince?: string } =>
  since ? { completeSince: since.toISOString() } : {};
