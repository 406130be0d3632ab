import type { TokenProvider } from '@rollcall/contracts';
import { providerAgents } from '@rollcall/gateway-kit';

/** What sentences say of the identity provider that speaks, so that its admin finds the place. Each is empty where no provider is known. */
export interface Provider {
  /** What it is called. */
  readonly name?: string;
  /** Where attributes are mapped, as the end of a sentence. */
  readonly mappings: string;
  /** An expression for the mapping that makes an address lower case. */
  readonly lowerCase?: string;
  /** How a group that was lost is sent again. */
  readonly pushAgain: string;
  /** Where a group that was refused is pushed once more, as the end of a sentence. */
  readonly pushOnceMore?: string;
  /** How a group is unlinked without being deleted here, as the end of a sentence. */
  readonly leaveGroup?: string;
}

interface KnownProvider extends Provider {
  /** How tokens have it. */
  readonly token: TokenProvider;
  /** Absent: we know no User-Agent of it. */
  readonly userAgent?: RegExp;
}

const pushAgain = 'Send the group again as a new one.';

/** One row per provider that tokens know. Entra, Ping and Keycloak often do not say in their requests who they are. */
const providers: readonly KnownProvider[] = [
  {
    token: 'okta',
    userAgent: providerAgents.okta,
    name: 'Okta',
    mappings: ' in Okta under Profile Editor › Mappings',
    lowerCase: 'String.toLowerCase(user.email)',
    pushAgain: 'Unlink the pushed group in Okta and push it again.',
    pushOnceMore: ', in Okta under Push Groups with "Push now" (or "Retry All Groups" where it shows an error)',
    leaveGroup: ', in Okta with "Leave the group in the target app"',
  },
  {
    token: 'entra',
    userAgent: providerAgents.entra,
    name: 'Entra',
    mappings: ' in Entra under Provisioning › Mappings',
    lowerCase: 'ToLower([mail], "")',
    pushAgain: 'Restart the provisioning in Entra.',
    pushOnceMore: ', in Entra with "Provision on demand", or by its next cycle',
  },
  {
    token: 'onelogin',
    userAgent: providerAgents.onelogin,
    name: 'OneLogin',
    mappings: ' in OneLogin under Parameters, or in the SCIM JSON Template',
    pushAgain,
  },
  {
    token: 'jumpcloud',
    userAgent: providerAgents.jumpcloud,
    name: 'JumpCloud',
    mappings: ' in JumpCloud under Identity Management › Attribute Mapping',
    pushAgain,
  },
  {
    token: 'authentik',
    userAgent: providerAgents.authentik,
    name: 'authentik',
    mappings: ' in authentik under Customization › Property Mappings',
    pushAgain,
  },
  {
    token: 'ping',
    userAgent: providerAgents.ping,
    name: 'Ping',
    mappings: ' in Ping under Attribute Mapping',
    pushAgain,
  },
  {
    token: 'google',
    userAgent: providerAgents.google,
    name: 'Google',
    mappings: ' in Google under Autoprovisioning › Attribute mapping',
    pushAgain,
  },
  { token: 'keycloak', userAgent: providerAgents.keycloak, name: 'Keycloak', mappings: ' in Keycloak', pushAgain },
  { token: 'sailpoint', name: 'SailPoint', mappings: ' in SailPoint under Create Profile', pushAgain },
  { token: 'midpoint', name: 'midPoint', mappings: ' in midPoint in the schema handling of the resource', pushAgain },
  { token: 'aws', mappings: '', pushAgain },
];

const unnamed: Provider = { mappings: '', pushAgain };

/**
 * The provider that speaks; one without a name where that is not known.
 * @param speaker what the token says of its provider, or the User-Agent of the request
 */
export function providerOf(speaker: string | undefined): Provider {
  if (speaker === undefined) return unnamed;
  const said = providers.find(({ token }) => token === speaker);
  return said ?? providers.find(({ userAgent }) => userAgent?.test(speaker)) ?? unnamed;
}
