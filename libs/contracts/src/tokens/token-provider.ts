/**
 * The identity provider that a SCIM token is for, where its admin says so: many do not say who they are in their requests. `other` is one
 * that is none of these, so that a request without a User-Agent is not taken for Entra's.
 */
export const tokenProviders = [
  'okta',
  'entra',
  'onelogin',
  'ping',
  'jumpcloud',
  'google',
  'authentik',
  'keycloak',
  'sailpoint',
  'midpoint',
  'aws',
  'other',
] as const;
export type TokenProvider = (typeof tokenProviders)[number];
