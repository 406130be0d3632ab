/**
 * The key under which a unit of work holds an object. Ids are unique only within their account, and compared without
 * regard to case, as the database compares them.
 */
export const keyOf = (accountId: string, key: string): string => `${accountId}/${key}`.toLowerCase();
