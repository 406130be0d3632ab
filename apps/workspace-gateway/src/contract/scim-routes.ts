import { revocationReasons } from '@rollcall/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.js';
import { brief, id, text, time } from './shapes.js';

const tag = 'SCIM';

export const token = z
  .strictObject({
    id,
    name: z.string(),
    hint: z.string().describe('Its beginning and its last four characters.'),
    creator: brief.optional().describe('Its admin: the token works only while this person is an active admin.'),
    creatorId: id,
    createdAt: time,
    expiresAt: time,
    lastUsedAt: time.optional(),
    lastRefusedAt: time.optional(),
    state: z.enum(['working', 'expired', ...revocationReasons]).describe('Whether it works, and why not.'),
    endedAt: time.optional(),
  })
  .meta({ id: 'Token' });

export const listTokens = defineRoute({
  name: 'listTokens',
  method: 'GET',
  path: '/api/scim/tokens',
  tag,
  summary: 'The SCIM tokens, newest first, dead ones too, and why they are dead',
  access: 'scim.read',
  status: [200],
  answer: z.strictObject({ items: z.array(token) }).meta({ id: 'Tokens' }),
});

export const createToken = defineRoute({
  name: 'createToken',
  method: 'POST',
  path: '/api/scim/tokens',
  tag,
  summary: 'Generate a SCIM token',
  about:
    'The secret is shown once. Several tokens may work at the same time, so that one replaces another without a gap.',
  access: 'scim.manage',
  body: z
    .strictObject({
      name: text(200).default('Identity provider'),
      expiresAt: time.optional().describe('One year from now where absent, at most two.'),
    })
    .meta({ id: 'NewToken' }),
  status: [201],
  answer: z
    .strictObject({
      token,
      secret: z.string().describe('Enter it in the identity provider now.'),
      scimUrl: z.string().optional(),
    })
    .meta({ id: 'GeneratedToken' }),
  retryKey: true,
  refusals: ['not-an-admin', 'expiry-invalid', 'secret-shown', 'dependency-away'],
});

export const revokeToken = defineRoute({
  name: 'revokeToken',
  method: 'DELETE',
  path: '/api/scim/tokens/:tokenId',
  tag,
  summary: 'Revoke a SCIM token for good: every gateway refuses it within a second',
  access: 'scim.manage',
  params: z.strictObject({ tokenId: id }),
  status: [200],
  answer: token,
  refusals: ['token-not-found'],
});

export const scimStatus = defineRoute({
  name: 'scimStatus',
  method: 'GET',
  path: '/api/scim/status',
  tag,
  summary: 'How provisioning does, for a banner',
  access: 'scim.read',
  status: [200],
  answer: z
    .strictObject({
      state: z
        .enum(['working', 'no-token', 'token-died', 'paused', 'held-runs'])
        .describe('The gravest first: no token works, the reconciler is paused, runs are held.'),
      sentence: z.string(),
      workingTokens: z.int(),
      lastDeath: token.optional().describe('The newest token that died.'),
      expiresInDays: z.int().optional().describe('Of the working token that lives longest.'),
      reconciler: z.enum(['enforce', 'report-only', 'paused']),
      heldRuns: z.int(),
      lastRequestAt: time.optional(),
      lastRefusalAt: time.optional(),
    })
    .meta({ id: 'ScimStatus' }),
});

const setting = z
  .strictObject({
    name: z.string(),
    value: z.string(),
    default: z.string(),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Setting' });
const settings = z.strictObject({ items: z.array(setting) }).meta({ id: 'Settings' });

export const scimSettings = defineRoute({
  name: 'scimSettings',
  method: 'GET',
  path: '/api/scim/settings',
  tag,
  summary: 'What the account wants of its directory, each setting with its allowed values',
  access: 'scim.read',
  status: [200],
  answer: settings,
  etag: true,
});

export const changeScimSettings = defineRoute({
  name: 'changeScimSettings',
  method: 'PATCH',
  path: '/api/scim/settings',
  tag,
  summary: 'Change settings; those that are not named stay',
  access: 'scim.manage',
  body: z
    .strictObject({
      settings: z.record(text(60), text(60)).refine((named) => Object.keys(named).length <= 30, 'at most 30 settings'),
    })
    .meta({ id: 'SettingsChange' }),
  status: [200],
  answer: settings,
  etag: true,
  ifMatch: true,
  refusals: ['setting-invalid', 'version-mismatch'],
});

export const scimRoutes = [listTokens, createToken, revokeToken, scimStatus, scimSettings, changeScimSettings] as const;
