import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineCommand } from '../define/message.js';
import type { Filter } from '../filter.js';
import { IdReply } from '../id-reply.js';
import { IfMatch, IfNoneMatch } from '../if-match.js';
import { ListOf, Nested } from '../schema/nested.js';
import { Topics } from '../topics.js';
import { passwordProblems, type PasswordProblem } from './password-problem.js';
import { UserProfile } from './profile.js';
import { UserReply } from './user-view.js';

/** Characters that a new e-mail address, and so a new userName, may have (rule 1). */
export const longestNewAddress = 254;

/** Characters of these texts that a command takes; a userName that was stored before rule 1 had its limit fits too. */
export const longestOfUser = { userName: 320, externalId: 1_000, userType: 200 } as const;

/** The fields of every command about one user. */
export class UserCommand {
  @IsUUID() accountId: string;
  @IsUUID() userId: string;
  @IsActor() actor: Actor;
  /** The versions that the caller accepts (`*` = any); absent = any. Otherwise `version-mismatch`. */
  @IfMatch() ifMatch?: string[];
}

class WholeUser extends UserCommand {
  /** Set where the sender's `externalId` does not tell people apart, whatever the account's setting says (rule 5). */
  @IsOptional() @IsIn(['label']) externalIdIs?: 'label';
  @IsString() @IsNotEmpty() @MaxLength(longestOfUser.userName) userName: string;
  @IsOptional() @IsString() @MaxLength(longestOfUser.externalId) externalId?: string;
  @IsOptional() @IsString() @MaxLength(longestOfUser.userType) userType?: string;
  /** Several types that the sender names in place of one: the strongest counts (rule 3). */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(longestOfUser.userType, { each: true })
  userTypes?: string[];
  @IsOptional() @IsBoolean() active?: boolean;
  @Nested(() => UserProfile) profile: UserProfile;
  /** argon2id in PHC form. The password itself never leaves the gateway (rule 6). */
  @IsOptional() @IsString() @MaxLength(300) passwordHash?: string;
  /** In place of a hash: a password came that breaks the rule. The command is refused where it would be taken. */
  @IsOptional() @IsIn(passwordProblems) passwordProblem?: PasswordProblem;
  /**
   * In place of a hash: a password came that user-service has said it would not take, so it was not hashed. Where it would be
   * taken after all, the command is refused (`password-needed`), and the sender hashes it.
   */
  @IsOptional() @IsIn([true]) passwordUnhashed?: true;
}

/**
 * A released user, and the version as of which team-service knows of the release. Commands that bring such a user back are
 * refused without it: what is said of the user's teams afterwards must not meet the release from before (ADR 0049).
 */
export class ToldRelease {
  @IsUUID() userId: string;
  @IsInt() version: number;
}

/** The directory assigns a person. `userId` is a proposal: restoring or adopting answers with the real id (rule 5). */
export class CreateUser extends WholeUser {
  @IsOptional() @Nested(() => ToldRelease) toldRelease?: ToldRelease;
}

/** The directory sends the whole user: absent attributes are cleared, except password, active and type, which stay. */
export class ReplaceUser extends WholeUser {
  @IfNoneMatch() ifNoneMatch?: string[];
  /** Attributes of somebody who leaves that stay as stored: what came for them was refused before (rule 5). */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) kept?: string[];
}

export const userChangeKinds = ['set', 'clear', 'add-values', 'change-values', 'remove-values'] as const;

/**
 * One step of a partial change, applied in order to the user, whose row is locked.
 * - `set` of `userType` with an array: of several types the strongest counts (rule 3).
 * - `set`: the attribute (dotted path, e.g. `title`, `name.givenName`, `enterprise.manager.value`, `userName`,
 *   `active`, `userType`, `externalId`; or a whole multi-valued one with an array) becomes `value`. A value object for
 *   a complex attribute (`name`, `enterprise`, `enterprise.manager`) is merged key by key. A new
 *   `enterprise.manager.value` without a `displayName` in the same command removes the manager's name, which was the
 *   former manager's.
 * - `clear`: the attribute is emptied.
 * - `add-values`: `value` (array of elements) is added to a multi-valued attribute; elements that exist already change
 *   nothing.
 * - `change-values`: `value` (object) is merged into the elements that fulfil `where`; where none does, one is made
 *   from the equalities of `where` and `value`, unless `existingOnly`.
 * - `remove-values`: the elements that fulfil `where` are removed, or only their `subAttribute` where one is named.
 */
export class UserChange {
  @IsIn(userChangeKinds) change: (typeof userChangeKinds)[number];
  @IsString() @MaxLength(200) attribute: string;
  @IsOptional() value?: unknown;
  @IsOptional() where?: Filter;
  @IsOptional() @IsString() @MaxLength(200) subAttribute?: string;
  /** Of `change-values`: where no element fulfils `where`, the command is refused (`no-target`). */
  @IsOptional() @IsIn([true]) existingOnly?: true;
}

/** The directory changes some attributes and leaves the others as they are. */
export class ChangeUser extends UserCommand {
  @IfNoneMatch() ifNoneMatch?: string[];
  @ListOf(() => UserChange, 5_000) changes: UserChange[];
  @IsOptional() @IsString() @MaxLength(300) passwordHash?: string;
  /** As for a whole user. */
  @IsOptional() @IsIn(passwordProblems) passwordProblem?: PasswordProblem;
  /** As for a whole user. */
  @IsOptional() @IsIn([true]) passwordUnhashed?: true;
  /** As for a whole user. */
  @IsOptional() @IsIn(['label']) externalIdIs?: 'label';
  /** Attributes of somebody who leaves that stay as stored: what came for them was refused before, and is in no change (rule 5). */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) kept?: string[];
}

/**
 * The directory deletes the user, who becomes inactive, leaves all rosters, and is no longer directory-managed (rule
 * 5).
 */
export class ReleaseUser extends UserCommand {
  @IfNoneMatch() ifNoneMatch?: string[];
}

const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', userId: '01890a5d-ac96-774b-bcce-b302099a8058' };
const actor: Actor = { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' };
const profile: UserProfile = {
  name: { givenName: 'Ann', familyName: 'Lee' },
  displayName: 'Ann Lee',
  title: 'Surveyor',
  timezone: 'Europe/Berlin',
  emails: [{ value: 'ann.lee@example.com', type: 'work', primary: true }],
};
const base = { version: 1, topic: Topics.userCommands, key: (c: { userId: string }) => c.userId } as const;

/** The released user, and the version as of which that is so; absent in replies of older versions. */
export class ReleaseReply extends IdReply {
  @IsOptional() @IsInt() readonly version?: number;
}

export const UserCommands = {
  create: defineCommand({
    ...base,
    type: 'user.create',
    payload: CreateUser,
    reply: UserReply,
    example: {
      ...ids,
      actor,
      userName: 'ann.lee@example.com',
      externalId: '00u1abcdEFGH2345i6j7',
      active: true,
      profile,
    },
  }),
  replace: defineCommand({
    ...base,
    type: 'user.replace',
    payload: ReplaceUser,
    reply: UserReply,
    example: { ...ids, actor, userName: 'ann.lee@example.com', profile, ifMatch: ['3'] },
  }),
  change: defineCommand({
    ...base,
    type: 'user.change',
    payload: ChangeUser,
    reply: UserReply,
    example: { ...ids, actor, changes: [{ change: 'set', attribute: 'active', value: false }] },
  }),
  release: defineCommand({
    ...base,
    type: 'user.release',
    payload: ReleaseUser,
    reply: ReleaseReply,
    example: { ...ids, actor },
  }),
} as const;
