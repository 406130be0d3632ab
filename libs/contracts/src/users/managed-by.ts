/** Who manages a user or team: the identity provider, or the people of the account. */
export const managers = ['directory', 'workspace'] as const;
export type ManagedBy = (typeof managers)[number];
