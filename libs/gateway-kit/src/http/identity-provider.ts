/** How identity providers say who they are, where they do: Entra, Ping and Keycloak often do not. */
export const providerAgents = {
  okta: /\bokta\b/i,
  entra: /\b(azure|entra|microsoft)/i,
  onelogin: /\bonelogin\b/i,
  jumpcloud: /\bjumpcloud\b/i,
  authentik: /\bauthentik\b/i,
  ping: /\bping(one|federate|identity)/i,
  keycloak: /\bkeycloak\b/i,
  google: /\bgoogle\b/i,
} as const satisfies Readonly<Record<string, RegExp>>;

export type ProviderName = keyof typeof providerAgents;

export const providerNames = Object.keys(providerAgents) as ProviderName[];

/** The identity provider that speaks, by the User-Agent of its request; undefined where that says nothing. */
export function providerNamed(userAgent: string | undefined): ProviderName | undefined {
  return userAgent === undefined ? undefined : providerNames.find((name) => providerAgents[name].test(userAgent));
}
