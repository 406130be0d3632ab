/** What to call those who do things. */
export const who = {
  directory: 'your directory',
  operator: 'an operator',
  system: 'Rollcall',
  formerAdmin: 'an admin who is not here any more',
  somebody: 'somebody who is not here any more',
  providers: {
    okta: 'Okta',
    entra: 'Microsoft Entra',
    onelogin: 'OneLogin',
    ping: 'Ping Identity',
    jumpcloud: 'JumpCloud',
    google: 'Google',
    authentik: 'authentik',
    keycloak: 'Keycloak',
    sailpoint: 'SailPoint',
    midpoint: 'midPoint',
    aws: 'AWS IAM Identity Center',
    other: 'Another one',
  },
  inactive: 'inactive',
};
