/** Marks a command that is decided and answered, and of which nothing is saved (rule 26). It is there with `true`, or not at all. */
export const dryRunHeader = 'rollcall_dryrun';
