/** Entra's validator takes nothing else for an answer. */
export const scimMediaType = 'application/scim+json; charset=utf-8';
