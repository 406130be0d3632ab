import { providerAgents } from '@rollcall/gateway-kit';

/** What sentences say of the identity provider that speaks, so that its admin finds the place. Each is empty where nobody is known. */
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
  readonly userAgent: RegExp;
}

const pushAgain = 'Send the group again as a new one.';

/** One row per provider that says who it is. Entra, Ping and Keycloak often do not. */
const providers: readonly KnownProvider[] = [
  {
    userAgent: providerAgents.okta,
    name: 'Okta',
    mappings: ' in Okta under Profile Editor › Mappings',
    lowerCase: 'String.toLowerCase(user.email)',
    pushAgain: 'Unlink the pushed group in Okta and push it again.',
    pushOnceMore: ', in Okta under Push Groups with "Push now" (or "Retry All Groups" where it shows an error)',
    leaveGroup: ', in Okta with "Leave the group in the target app"',
  },
  {
    userAgent: providerAgents.entra,
    name: 'Entra',
    mappings: ' in Entra under Provisioning › Mappings',
    lowerCase: 'ToLower([mail], "")',
    pushAgain: 'Restart the provisioning in Entra.',
    pushOnceMore: ', in Entra with "Provision on demand", or by its next cycle',
  },
  {
    userAgent: providerAgents.onelogin,
    name: 'OneLogin',
    mappings: ' in OneLogin under Parameters, or in the SCIM JSON Template',
    pushAgain,
  },
  {
    userAgent: providerAgents.jumpcloud,
    name: 'JumpCloud',
    mappings: ' in JumpCloud under Identity Management › Attribute Mapping',
    pushAgain,
  },
  {
    userAgent: providerAgents.authentik,
    name: 'authentik',
    mappings: ' in authentik under Customization › Property Mappings',
    pushAgain,
  },
];

const unnamed: Provider = { mappings: '', pushAgain };

/** The provider that speaks, by the User-Agent of its request; one without a name where that says nothing. */
export function providerOf(userAgent: string | undefined): Provider {
  return providers.find((each) => userAgent !== undefined && each.userAgent.test(userAgent)) ?? unnamed;
}
