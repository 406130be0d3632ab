import {
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineCommand, defineEvent } from '../define/message.js';
import { IdReply } from '../id-reply.js';
import { IfMatch } from '../if-match.js';
import { Nested } from '../schema/nested.js';
import { Topics } from '../topics.js';
import { AccountView, CreatedAccount, RoleReply } from './account-views.js';
import { roleBases, type RoleBase } from './role-base.js';

/** The fields of every command about a whole account. */
export class AccountCommand {
  @IsUUID() accountId: string;
  @IsActor() actor: Actor;
}

/** The first admin of an account. */
export class FirstAdmin {
  @IsUUID() userId: string;
  @IsEmail() @MaxLength(320) userName: string;
  @IsString() @IsNotEmpty() @MaxLength(200) givenName: string;
  @IsString() @IsNotEmpty() @MaxLength(200) familyName: string;
  @IsOptional() @IsString() @MaxLength(300) passwordHash?: string;
}

/** Creates an account together with its first (workspace-managed) admin. */
export class CreateAccount extends AccountCommand {
  @IsString() @IsNotEmpty() @MaxLength(63) slug: string;
  @IsString() @IsNotEmpty() @MaxLength(200) name: string;
  @Nested(() => FirstAdmin) admin: FirstAdmin;
  /** Only when there is no account at all, otherwise `setup-closed`: this request needs no sign-in. */
  @IsOptional() @IsBoolean() onlyIfFirst?: boolean;
}

/** Changes the named settings and leaves the others. */
export class ChangeAccountSettings extends AccountCommand {
  /** Setting name to value; the service refuses unknown names and values with `setting-invalid`. */
  @IsObject() settings: Record<string, string>;
  /** As for users, compared with the account's version. */
  @IfMatch() ifMatch?: string[];
}

/** Makes a custom role. */
export class CreateRole extends AccountCommand {
  @IsUUID() roleId: string;
  @IsString() @IsNotEmpty() @MaxLength(200) name: string;
  @IsIn(roleBases) basedOn: RoleBase;
}

/** */
export class RenameRole extends AccountCommand {
  @IsUUID() roleId: string;
  @IsString() @IsNotEmpty() @MaxLength(200) name: string;
  /** As for users, compared with the account's version. */
  @IfMatch() ifMatch?: string[];
}

/** Deletes a custom role; refused while a user has it. */
export class DeleteRole extends AccountCommand {
  @IsUUID() roleId: string;
  @IfMatch() ifMatch?: string[];
}

/** Account events are keyed by the account and carry the account's own version. */
export class AccountEvent {
  @IsUUID() accountId: string;
  @IsActor() actor: Actor;
}

export class AccountSettingsChanged extends AccountEvent {
  /** Names of the changed settings. */
  @IsArray() @IsString({ each: true }) changed: string[];
  /** All settings after the change: none is personal, and consumers store those they need. */
  @IsObject() settings: Record<string, string>;
  /** The changed settings as they were before. Absent in events of older versions. */
  @IsOptional() @IsObject() former?: Record<string, string>;
}

export class RoleCreated extends AccountEvent {
  @IsUUID() roleId: string;
  @IsString() name: string;
  @IsIn(roleBases) basedOn: RoleBase;
}

export class RoleDeleted extends AccountEvent {
  @IsUUID() roleId: string;
  @IsString() name: string;
}

/** A warning: an unknown user type was replaced by the account's fallback (rule 3). The account did not change. */
export class UserTypeFellBack extends AccountEvent {
  @IsUUID() userId: string;
  @IsString() asked: string;
  @IsString() given: string;
}

/** A warning: the directory tried to remove the last active admin and was refused (rule 8). */
export class LastAdminGuarded extends AccountEvent {
  @IsUUID() userId: string;
  @IsIn(['deactivate', 'demote', 'delete']) action: 'deactivate' | 'demote' | 'delete';
}

/** The directory made a person an admin (rule 6). The person's own events say the rest. */
export class DirectoryMadeAdmin extends AccountEvent {
  @IsUUID() userId: string;
}

/** The directory set a new password of an admin (rule 6). */
export class DirectoryChangedAdminPassword extends AccountEvent {
  @IsUUID() userId: string;
}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const actor: Actor = { kind: 'operator', id: 'root' };
const key = (m: { accountId: string }) => m.accountId;
const command = { version: 1, topic: Topics.userCommands, key } as const;
const event = { version: 1, topic: Topics.userEvents, key } as const;

export const AccountCommands = {
  create: defineCommand({
    ...command,
    type: 'account.create',
    payload: CreateAccount,
    reply: CreatedAccount,
    example: {
      accountId,
      actor,
      slug: 'acme',
      name: 'Acme',
      admin: {
        userId: '01890a5d-ac96-774b-bcce-b302099a8058',
        userName: 'admin@acme.example',
        givenName: 'Ada',
        familyName: 'Min',
      },
    },
  }),
  changeSettings: defineCommand({
    ...command,
    type: 'account.change-settings',
    payload: ChangeAccountSettings,
    reply: AccountView,
    example: { accountId, actor, settings: { emailCase: 'refuse' } },
  }),
  createRole: defineCommand({
    ...command,
    type: 'role.create',
    payload: CreateRole,
    reply: RoleReply,
    example: {
      accountId,
      actor,
      roleId: '01890a5d-ac96-774b-bcce-b302099a8060',
      name: 'Contractor',
      basedOn: 'viewer',
    },
  }),
  renameRole: defineCommand({
    ...command,
    type: 'role.rename',
    payload: RenameRole,
    reply: RoleReply,
    example: { accountId, actor, roleId: '01890a5d-ac96-774b-bcce-b302099a8060', name: 'Freelancer' },
  }),
  deleteRole: defineCommand({
    ...command,
    type: 'role.delete',
    payload: DeleteRole,
    reply: IdReply,
    example: { accountId, actor, roleId: '01890a5d-ac96-774b-bcce-b302099a8060' },
  }),
} as const;

export const AccountEvents = {
  /** A new account, with its first admin. */
  created: defineEvent({ ...event, type: 'account.created', payload: AccountEvent, example: { accountId, actor } }),
  /** An operator or admin changed settings. */
  settingsChanged: defineEvent({
    ...event,
    type: 'account.settings-changed',
    payload: AccountSettingsChanged,
    example: { accountId, actor, changed: ['emailCase'], settings: { emailCase: 'refuse' } },
  }),
  /** A new custom role. */
  roleCreated: defineEvent({
    ...event,
    type: 'role.created',
    payload: RoleCreated,
    example: {
      accountId,
      actor,
      roleId: '01890a5d-ac96-774b-bcce-b302099a8060',
      name: 'Contractor',
      basedOn: 'viewer',
    },
  }),
  /** Another name of a custom role. */
  roleRenamed: defineEvent({
    ...event,
    type: 'role.renamed',
    payload: RoleCreated,
    example: {
      accountId,
      actor,
      roleId: '01890a5d-ac96-774b-bcce-b302099a8060',
      name: 'Freelancer',
      basedOn: 'viewer',
    },
  }),
  /** A custom role is gone: nobody had it. */
  roleDeleted: defineEvent({
    ...event,
    type: 'role.deleted',
    payload: RoleDeleted,
    example: { accountId, actor, roleId: '01890a5d-ac96-774b-bcce-b302099a8060', name: 'Freelancer' },
  }),
  userTypeFellBack: defineEvent({
    ...event,
    type: 'account.user-type-fell-back',
    payload: UserTypeFellBack,
    example: { accountId, actor, userId: '01890a5d-ac96-774b-bcce-b302099a8058', asked: 'boss', given: 'viewer' },
  }),
  lastAdminGuarded: defineEvent({
    ...event,
    type: 'account.last-admin-guarded',
    payload: LastAdminGuarded,
    example: { accountId, actor, userId: '01890a5d-ac96-774b-bcce-b302099a8058', action: 'deactivate' as const },
  }),
  directoryMadeAdmin: defineEvent({
    ...event,
    type: 'account.directory-made-admin',
    payload: DirectoryMadeAdmin,
    example: { accountId, actor, userId: '01890a5d-ac96-774b-bcce-b302099a8058' },
  }),
  directoryChangedAdminPassword: defineEvent({
    ...event,
    type: 'account.directory-changed-admin-password',
    payload: DirectoryChangedAdminPassword,
    example: { accountId, actor, userId: '01890a5d-ac96-774b-bcce-b302099a8058' },
  }),
} as const;
