import {
  Described,
  IsTextMap,
  leniencyLevels,
  MayBeAbsent,
  noticeKinds,
  reconcilerModes,
  type LeniencyLevel,
  type NoticeKind,
} from '@rollcall/contracts';
import { IsArray, IsIn, IsInt, IsString } from 'class-validator';
import { Id, ListOf, Nested, Text, Time } from './decorators.js';
import { defineRoute } from './define-route.js';
import { AnyToken, NewAnyToken } from './token-shapes.js';

const tag = 'SCIM';

class TokenId {
  @Id() tokenId: string;
}

export class Token extends AnyToken {
  @Described('`none`: its requests may have nothing beyond the SCIM standard.')
  @IsIn(leniencyLevels)
  leniency: LeniencyLevel;
}

class Tokens {
  @ListOf(() => Token) items: Token[];
}

class NewToken extends NewAnyToken {
  @MayBeAbsent() @Text(200) name: string = 'Identity provider';
  @Described('What its requests may have beyond the SCIM standard: what has a name in the documentation, or nothing.')
  @MayBeAbsent()
  @IsIn(leniencyLevels)
  leniency?: LeniencyLevel;
}

class GeneratedToken {
  @Nested(() => Token) token: Token;
  @Described('Enter it in the identity provider now.') @IsString() secret: string;
  @MayBeAbsent() @IsString() scimUrl?: string;
}

const states = ['working', 'no-token', 'token-died', 'paused', 'held-leavers', 'held-runs'] as const;

class NoticeCount {
  @IsIn(noticeKinds) kind: NoticeKind;
  @IsInt() waiting: number;
  @Described('Those that nobody has acknowledged.') @IsInt() unseen: number;
}

class ScimStatus {
  @Described('The gravest first: no token works, the reconciler is paused, leavers are held, runs are held.')
  @IsIn(states)
  state: (typeof states)[number];
  @IsString() sentence: string;
  @IsInt() workingTokens: number;
  @Described('The newest token that died.') @MayBeAbsent() @Nested(() => Token) lastDeath?: Token;
  @Described('Of the working token that lives longest.') @MayBeAbsent() @IsInt() expiresInDays?: number;
  @IsIn(reconcilerModes) reconciler: (typeof reconcilerModes)[number];
  @IsInt() heldRuns: number;
  @Described('People whom the brake on leavers keeps: see /api/leavers.') @IsInt() heldLeavers: number;
  @Described('How many notices wait, by kind: see /api/notices.') @ListOf(() => NoticeCount) notices: NoticeCount[];
  @MayBeAbsent() @Time() lastRequestAt?: string;
  @MayBeAbsent() @Time() lastRefusalAt?: string;
}

class Numbers {
  @IsInt() from: number;
  @IsInt() to: number;
}

class Setting {
  @IsString() name: string;
  @IsString() value: string;
  @IsString() default: string;
  @IsArray() @IsString({ each: true }) allowed: string[];
  @Described('Where the setting takes whole numbers too, written as texts.')
  @MayBeAbsent()
  @Nested(() => Numbers)
  numbers?: Numbers;
}

class Settings {
  @ListOf(() => Setting) items: Setting[];
}

class SettingsChange {
  @IsTextMap(30, 60) settings: Record<string, string>;
}

export const listTokens = defineRoute({
  name: 'listTokens',
  method: 'GET',
  path: '/api/scim/tokens',
  tag,
  summary: 'The SCIM tokens, newest first, dead ones too, and why they are dead',
  access: 'scim.read',
  status: [200],
  answer: Tokens,
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
  confirmed: true,
  body: NewToken,
  status: [201],
  answer: GeneratedToken,
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
  params: TokenId,
  status: [200],
  answer: Token,
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
  answer: ScimStatus,
});

export const scimSettings = defineRoute({
  name: 'scimSettings',
  method: 'GET',
  path: '/api/scim/settings',
  tag,
  summary: 'What the account wants of its directory, each setting with its allowed values',
  access: 'scim.read',
  status: [200],
  answer: Settings,
  etag: true,
});

export const changeScimSettings = defineRoute({
  name: 'changeScimSettings',
  method: 'PATCH',
  path: '/api/scim/settings',
  tag,
  summary: 'Change settings; those that are not named stay',
  access: 'scim.manage',
  confirmed: true,
  body: SettingsChange,
  dryRun: true,
  status: [200],
  answer: Settings,
  etag: true,
  ifMatch: true,
  refusals: ['setting-invalid', 'version-mismatch'],
});

export const scimRoutes = [listTokens, createToken, revokeToken, scimStatus, scimSettings, changeScimSettings] as const;
