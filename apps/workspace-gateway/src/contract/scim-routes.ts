import {
  Described,
  IsTextMap,
  leniencyLevels,
  ListOf,
  MayBeAbsent,
  Nested,
  tokenProviders,
  type LeniencyLevel,
  type TokenProvider,
} from '@rollcall/contracts';
import { IsArray, IsIn, IsInt, IsString } from 'class-validator';
import { Id, Text } from './decorators.js';
import { routesOf } from './define-route.js';
import { ScimStatus } from './scim-status-shapes.js';
import { IsActivity, NewAnyToken, Token, TokenInUse, WhyUnknown, type Activity } from './token-shapes.js';

const defineRoute = routesOf('SCIM');

class TokenId {
  @Id() tokenId: string;
}

class Tokens {
  @ListOf(() => TokenInUse) items: TokenInUse[];
  @IsActivity() activity: Activity;
  @WhyUnknown() unknown?: string;
}

class NewToken extends NewAnyToken {
  @MayBeAbsent() @Text(200) name: string = 'Identity provider';
  @Described('What its requests may have beyond the SCIM standard: what has a name in the documentation, or nothing.')
  @MayBeAbsent()
  @IsIn(leniencyLevels)
  leniency?: LeniencyLevel;
  @Described('The identity provider that it is for: what it is told of refused requests names the places there.')
  @MayBeAbsent()
  @IsIn(tokenProviders)
  provider?: TokenProvider;
}

class GeneratedToken {
  @Nested(() => Token) token: Token;
  @Described('Enter it in the identity provider now.') @IsString() secret: string;
  @MayBeAbsent() @IsString() scimUrl?: string;
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
  summary: 'The SCIM tokens, newest first, dead ones too, and why they are dead',
  about:
    'What each was used for comes from the audit log. Where that is not installed or does not answer, `activity` is `unknown` and the numbers are absent.',
  access: 'scim.read',
  answer: Tokens,
});

export const createToken = defineRoute({
  name: 'createToken',
  method: 'POST',
  path: '/api/scim/tokens',
  summary: 'Generate a SCIM token',
  about:
    'The secret is shown once. Several tokens may work at the same time, so that one replaces another without a gap.',
  access: 'scim.manage',
  confirmed: true,
  body: NewToken,
  status: [201],
  answer: GeneratedToken,
  retryKey: true,
  refusals: ['not-an-admin', 'too-many-tokens', 'expiry-invalid', 'secret-shown', 'dependency-away'],
});

export const revokeToken = defineRoute({
  name: 'revokeToken',
  method: 'DELETE',
  path: '/api/scim/tokens/:tokenId',
  summary: 'Revoke a SCIM token for good: every gateway refuses it within a second',
  about: 'The password is not asked for again: a token that got out must end at once.',
  access: 'scim.manage',
  params: TokenId,
  answer: Token,
  refusals: ['token-not-found'],
});

export const scimStatus = defineRoute({
  name: 'scimStatus',
  method: 'GET',
  path: '/api/scim/status',
  summary: 'How provisioning does, for a banner and its page',
  about:
    '`state` and `sentence` are of the gravest that is so; `states` has all of it. Numbers come from the audit log. Where that is not installed or does not answer, `activity` is `unknown`, and they are absent.',
  access: 'scim.read',
  answer: ScimStatus,
});

export const scimSettings = defineRoute({
  name: 'scimSettings',
  method: 'GET',
  path: '/api/scim/settings',
  summary: 'What the account wants of its directory, each setting with its allowed values',
  access: 'scim.read',
  answer: Settings,
  etag: true,
});

export const changeScimSettings = defineRoute({
  name: 'changeScimSettings',
  method: 'PATCH',
  path: '/api/scim/settings',
  summary: 'Change settings; those that are not named stay',
  access: 'scim.manage',
  confirmed: true,
  body: SettingsChange,
  dryRun: true,
  answer: Settings,
  etag: true,
  ifMatch: true,
  refusals: ['setting-invalid', 'version-mismatch'],
});
