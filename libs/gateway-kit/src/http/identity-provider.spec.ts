import { expect, it } from 'vitest';
import { providerNamed } from './identity-provider.js';

it.each([
  ['Okta SCIM Client 1.0.0', 'okta'],
  ['Azure-AD-Provisioning/2.0', 'entra'],
  ['OneLogin', 'onelogin'],
  ['goauthentik.io/authentik', 'authentik'],
  ['PingFederate/12', 'ping'],
])('%s is %s', (userAgent, name) => {
  expect(providerNamed(userAgent)).toBe(name);
});

it.each([undefined, '', 'curl/8', 'pingdom', 'an oktagon'])('%s is nobody who is known', (userAgent) => {
  expect(providerNamed(userAgent)).toBeUndefined();
});
