import {
  IsBoolean,
  IsDateString,
  IsEmail,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import type { Actor } from '../actor.js';
import { defineCommand } from '../define/message.js';
import { ListOf, Nested } from '../schema/nested.js';
import { Topics } from '../topics.js';
import { ToldRelease, UserChange, UserCommand } from './user-commands.js';
import { UserReply } from './user-view.js';

/**
 * A one-time link to set a password. Only the person who gets the link has the secret; messages and database hold its
 * digest.
 */
export class PasswordLink {
  /** SHA-256 of the secret, hex. */
  @Matches(/^[0-9a-f]{64}$/) digest: string;
  @IsDateString() expiresAt: string;
}

/** An admin invites a person into the workspace. */
export class InviteUser extends UserCommand {
  @IsEmail() @MaxLength(320) userName: string;
  @IsString() @IsNotEmpty() @MaxLength(200) givenName: string;
  @IsString() @IsNotEmpty() @MaxLength(200) familyName: string;
  @IsOptional() @IsString() @MaxLength(200) userType?: string;
  @Nested(() => PasswordLink) link: PasswordLink;
  /** Where the invitation brings a released user back. */
  @IsOptional() @Nested(() => ToldRelease) toldRelease?: ToldRelease;
}

/**
 * A person changes a user by hand: profile, type, `active`. For a directory-managed user the next push overwrites the
 * change (rule 7).
 */
export class EditUser extends UserCommand {
  @ListOf(() => UserChange, 200) changes: UserChange[];
  /** Where the edit brings a released user back. */
  @IsOptional() @Nested(() => ToldRelease) toldRelease?: ToldRelease;
}

/** The user is no longer directory-managed and stays in the workspace. */
export class HandBackUser extends UserCommand {
  /** Whether a user whom the directory made inactive may be made active by hand from now on (rule 7). */
  @IsOptional() @IsBoolean() allowReactivation?: boolean;
}

/** The user becomes directory-managed, and the directory may set the name and the password to sign in with (rule 6). */
export class HandOverUser extends UserCommand {}

/** A new link for a person whose password the directory does not set; the former link becomes invalid. */
export class LinkUser extends UserCommand {
  @Nested(() => PasswordLink) link: PasswordLink;
}

/** The link of a person becomes invalid, and none takes its place. Without a link nothing changes. */
export class WithdrawLink extends UserCommand {}

/**
 * A person sets a new password of their own, having given the present one. `ifMatch` names the version whose password
 * was compared. All other sessions of the user end.
 */
export class ChangeOwnPassword extends UserCommand {
  /** argon2id in PHC form. */
  @IsString() @MaxLength(300) passwordHash: string;
  /** SHA-256 of the token of the session that goes on, hex. */
  @Matches(/^[0-9a-f]{64}$/) sessionDigest: string;
}

/** A person sets a new password with a link: the link is used up, and all sessions of the user end. */
export class SetPasswordByLink extends UserCommand {
  @Matches(/^[0-9a-f]{64}$/) digest: string;
  /** argon2id in PHC form. */
  @IsString() @MaxLength(300) passwordHash: string;
}

const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', userId: '01890a5d-ac96-774b-bcce-b302099a8058' };
const actor: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const link: PasswordLink = { digest, expiresAt: '2026-12-01T00:00:00.000Z' };
const base = { version: 1, topic: Topics.userCommands, key: (c: UserCommand) => c.userId } as const;

/** The commands behind manual changes. */
export const WorkspaceUserCommands = {
  invite: defineCommand({
    ...base,
    type: 'user.invite',
    payload: InviteUser,
    reply: UserReply,
    example: { ...ids, actor, userName: 'ann.lee@example.com', givenName: 'Ann', familyName: 'Lee', link },
  }),
  edit: defineCommand({
    ...base,
    type: 'user.edit',
    payload: EditUser,
    reply: UserReply,
    example: { ...ids, actor, changes: [{ change: 'set', attribute: 'title', value: 'Lead' }] },
  }),
  handBack: defineCommand({
    ...base,
    type: 'user.hand-back',
    payload: HandBackUser,
    reply: UserReply,
    example: { ...ids, actor },
  }),
  handOver: defineCommand({
    ...base,
    type: 'user.hand-over',
    payload: HandOverUser,
    reply: UserReply,
    example: { ...ids, actor },
  }),
  link: defineCommand({
    ...base,
    type: 'user.link',
    payload: LinkUser,
    reply: UserReply,
    example: { ...ids, actor, link },
  }),
  withdrawLink: defineCommand({
    ...base,
    type: 'user.withdraw-link',
    payload: WithdrawLink,
    reply: UserReply,
    example: { ...ids, actor },
  }),
  changeOwnPassword: defineCommand({
    ...base,
    type: 'user.change-own-password',
    payload: ChangeOwnPassword,
    reply: UserReply,
    example: {
      ...ids,
      actor: { kind: 'admin', id: ids.userId },
      passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA',
      sessionDigest: digest,
      ifMatch: ['3'],
    },
  }),
  setPasswordByLink: defineCommand({
    ...base,
    type: 'user.set-password-by-link',
    payload: SetPasswordByLink,
    reply: UserReply,
    example: {
      ...ids,
      actor: { kind: 'admin', id: ids.userId },
      digest,
      passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA',
    },
  }),
} as const;
