import type { TokenProvider } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { externalIdOf } from './external-id-of.js';

const caller = { accountId: 'a', tokenId: 't', creatorId: 'c', leniency: 'named' } as const;
const callContext = { id: 'r', traceparent: '', leftMs: 1_000, dryRun: undefined };

const by = (userAgent: string | undefined, provider?: TokenProvider) => ({
  headers: { 'user-agent': userAgent },
  scim: {
    ...callContext,
    caller: { ...caller, ...(provider === undefined ? {} : { provider }) },
  },
});

describe('the externalId of a request', () => {
  it.each<[TokenProvider, string | undefined]>([
    ['entra', 'Apache-HttpClient/4.5'],
    ['entra', undefined],
  ])('is a label where the token is for %s, by User-Agent %s', (provider, userAgent) => {
    expect(externalIdOf(by(userAgent, provider))).toEqual({ externalIdIs: 'label' });
  });

  it.each<[TokenProvider, string | undefined]>([
    ['okta', 'Microsoft Azure AD'],
    ['keycloak', undefined],
    ['other', undefined],
  ])('is what the account says where the token is for %s, by User-Agent %s', (provider, userAgent) => {
    expect(externalIdOf(by(userAgent, provider))).toEqual({});
  });

  it.each([undefined, '', 'Microsoft Azure AD', 'azure-ad-scim/1.0', 'Entra'])(
    'is a label where Entra sends it, by User-Agent %s',
    (userAgent) => {
      expect(externalIdOf(by(userAgent))).toEqual({ externalIdIs: 'label' });
    },
  );

  it.each(['Okta SCIM Client 1.0.0', 'OKTA SCIM Integration', 'Apache-HttpClient/4.5', 'curl/8.5'])(
    'is what the account says for others, such as %s',
    (userAgent) => {
      expect(externalIdOf(by(userAgent))).toEqual({});
    },
  );
});
