/**
 * The key of something of an account in a unit of work. Ids are unique within their account only, and compared without regard to
 * case, as the database compares them.
 */
export const keyOf = (accountId: string, key: string): string => `${accountId}/${key}`.toLowerCase();
