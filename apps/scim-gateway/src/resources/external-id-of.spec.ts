import { describe, expect, it } from 'vitest';
import { externalIdOf } from './external-id-of.js';

describe('the externalId of a request', () => {
  it.each([undefined, '', 'Microsoft Azure AD', 'azure-ad-scim/1.0', 'Entra'])(
    'is a label where Entra sends it, by User-Agent %s',
    (userAgent) => {
      expect(externalIdOf({ headers: { 'user-agent': userAgent } })).toEqual({ externalIdIs: 'label' });
    },
  );

  it.each(['Okta SCIM Client 1.0.0', 'OKTA SCIM Integration', 'Apache-HttpClient/4.5', 'curl/8.5'])(
    'is what the account says for others, such as %s',
    (userAgent) => {
      expect(externalIdOf({ headers: { 'user-agent': userAgent } })).toEqual({});
    },
  );
});
