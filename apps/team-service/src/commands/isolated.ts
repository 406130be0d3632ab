/**
 * Commands that write or remove whole lists, look at everybody of a team, or need queries about many users may take long. In a queue of
 * their own they do not delay other callers' changes of single members.
 */
export const isolated = { isolated: true } as const;
