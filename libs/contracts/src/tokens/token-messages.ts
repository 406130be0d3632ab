import { IsDateString, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineCommand, defineEvent } from '../define/message.js';
import { Topics } from '../topics.js';
import { leniencyLevels, type LeniencyLevel } from './leniency.js';
import { tokenProviders, type TokenProvider } from './token-provider.js';
import { revocationReasons, type RevocationReason } from './revocation-reason.js';
import { tokenPurposes, type TokenPurpose } from './token-purpose.js';
import { TokenView } from './token-views.js';

class TokenCommand {
  @IsUUID() accountId: string;
  @IsUUID() tokenId: string;
  @IsActor() actor: Actor;
}

/**
 * An admin creates a SCIM token (rule 17), or an audit token, which lives and dies like one. The caller generates the secret and shows it once. The message has only its
 * SHA-256 (the secret has 178 bits of entropy), and token-service stores a keyed hash of that.
 */
export class CreateToken extends TokenCommand {
  /** The admin who owns the token: it is revoked when that user stops being an active admin. */
  @IsUUID() creatorId: string;
  @IsString() @IsNotEmpty() @MaxLength(200) name: string;
  /** The readable beginning and the last four characters, to recognise it in a list. */
  @IsString() @MaxLength(60) hint: string;
  /** SHA-256 of the secret, hex. */
  @Matches(/^[0-9a-f]{64}$/) digest: string;
  /** RFC 3339; default one year from now, at most two. */
  @IsOptional() @IsDateString() expiresAt?: string;
  /** Default: `named`. */
  @IsOptional() @IsIn(leniencyLevels) leniency?: LeniencyLevel;
  /** The identity provider that it is for, if that was said. */
  @IsOptional() @IsIn(tokenProviders) provider?: TokenProvider;
  /** Default: `scim`. */
  @IsOptional() @IsIn(tokenPurposes) purpose?: TokenPurpose;
}

/** Revoking a revoked token changes nothing. */
export class RevokeToken extends TokenCommand {
  /** One for something else is not found. */
  @IsOptional() @IsIn(tokenPurposes) purpose?: TokenPurpose;
}

export class TokenEvent {
  @IsUUID() accountId: string;
  @IsUUID() tokenId: string;
  @IsUUID() creatorId: string;
  @IsActor() actor: Actor;
}

export class TokenRevoked extends TokenEvent {
  @IsIn(revocationReasons) reason: RevocationReason;
}

/** The token ends by itself. It did not change. */
export class TokenEnding extends TokenEvent {
  @IsDateString() expiresAt: string;
}

const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', tokenId: '01890a5d-ac96-774b-bcce-b302099a8059' };
const creatorId = '01890a5d-ac96-774b-bcce-b302099a8058';
const actor: Actor = { kind: 'admin', id: creatorId };
const ourselves: Actor = { kind: 'system', id: 'token-service' };
const key = (m: { tokenId: string }) => m.tokenId;
const command = { version: 1, topic: Topics.tokenCommands, key } as const;
const event = { version: 1, topic: Topics.tokenEvents, key } as const;

export const TokenCommands = {
  create: defineCommand({
    ...command,
    type: 'token.create',
    payload: CreateToken,
    reply: TokenView,
    example: {
      ...ids,
      actor,
      creatorId,
      name: 'Okta',
      hint: 'scim_acme_…x7Kq',
      digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
  }),
  revoke: defineCommand({
    ...command,
    type: 'token.revoke',
    payload: RevokeToken,
    reply: TokenView,
    example: { ...ids, actor },
  }),
} as const;

export const TokenEvents = {
  /** A new SCIM token. */
  created: defineEvent({ ...event, type: 'token.created', payload: TokenEvent, example: { ...ids, creatorId, actor } }),
  /** The token works no more, for good. */
  revoked: defineEvent({
    ...event,
    type: 'token.revoked',
    payload: TokenRevoked,
    example: { ...ids, creatorId, actor: { kind: 'system', id: 'token-service' }, reason: 'creator-deactivated' },
  }),
  /** Told once when 30 days are left, when 7 are, and when one is. */
  endsSoon: defineEvent({
    ...event,
    type: 'token.ends-soon',
    payload: TokenEnding,
    example: { ...ids, creatorId, actor: ourselves, expiresAt: '2026-12-31T00:00:00.000Z' },
  }),
  /** The token's time is over. */
  expired: defineEvent({
    ...event,
    type: 'token.expired',
    payload: TokenEnding,
    example: { ...ids, creatorId, actor: ourselves, expiresAt: '2026-12-31T00:00:00.000Z' },
  }),
} as const;
