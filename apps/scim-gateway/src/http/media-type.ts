/** Entra's validator accepts no other media type. */
export const scimMediaType = 'application/scim+json; charset=utf-8';
