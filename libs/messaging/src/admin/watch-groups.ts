/** Prefix of the consumer groups that watch topics. */
export const watchGroupPrefix = 'rollcall.watch.';

/** Prefix of the groups in which the instances of a part watch topics; no other part may read in them. */
export function watchGroupsOf(part: string): string {
  return `${watchGroupPrefix}${part}.`;
}
