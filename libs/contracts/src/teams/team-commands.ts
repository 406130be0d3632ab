import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineCommand } from '../define/message.js';
import { anyObject } from '../define/shape.js';
import { IdReply } from '../id-reply.js';
import { IfMatch, IfNoneMatch } from '../if-match.js';
import { ListOf, Nested } from '../schema/nested.js';
import { Topics } from '../topics.js';
import { TeamReply } from './team-views.js';

/** The fields of every command about one team. */
export class TeamCommand {
  @IsUUID() accountId: string;
  @IsUUID() teamId: string;
  @IsActor() actor: Actor;
}

/**
 * The largest number of ids in one message; longer lists are staged first, so that no message exceeds the broker's
 * limit.
 */
export const idsPerMessage = 10_000;

/** Characters of a group's displayName and externalId that a command takes. */
export const longestOfGroup = 1_000;

/** The longest id of a member that a message takes, in characters: longer ones are nobody's. */
export const longestMemberId = 100;

/**
 * Part of a member list that is too long for one message. Parts have the key of the command that uses them, so they
 * arrive before it. They change nothing by themselves, and are deleted when no command uses them.
 */
export class StageMembers extends TeamCommand {
  @IsUUID() stageId: string;
  @IsInt() @Min(0) @Max(1_000) part: number;
  @IsArray()
  @ArrayMaxSize(idsPerMessage)
  @IsString({ each: true })
  @MaxLength(longestMemberId, { each: true })
  userIds: string[];
}

/** A list that was staged before, and the number of its parts. */
export class StagedMembers {
  @IsUUID() stageId: string;
  @IsInt() @Min(1) @Max(1_001) parts: number;
}

/**
 * A list of members: in the message itself, or staged before. Ids are any text: an id that is no user's is refused
 * (rule 12).
 */
export class MemberList {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(idsPerMessage)
  @IsString({ each: true })
  @MaxLength(longestMemberId, { each: true })
  userIds?: string[];
  @IsOptional() @Nested(() => StagedMembers) staged?: StagedMembers;
}

class PushedTeam extends TeamCommand {
  @IsString() @IsNotEmpty() @MaxLength(longestOfGroup) displayName: string;
  @IsOptional() @IsString() @MaxLength(longestOfGroup) externalId?: string;
  @Nested(() => MemberList) members: MemberList;
}

/**
 * The directory pushes a group. `teamId` is a proposal: after a takeover the reply has the id of the existing team
 * (rule 11).
 */
export class PushTeam extends PushedTeam {}

/** The directory sends the whole group. Absent attributes are cleared; the roster becomes exactly `members`. */
export class ReplaceTeam extends PushedTeam {
  @IfMatch() ifMatch?: string[];
  @IfNoneMatch() ifNoneMatch?: string[];
}

export const teamChangeKinds = [
  'rename',
  'set-external-id',
  'add-members',
  'remove-members',
  'replace-members',
] as const;

/**
 * One step of a partial change: `displayName` with rename; `externalId` (absent: it is cleared); `members` with the
 * other three.
 */
export class TeamChange {
  @IsIn(teamChangeKinds) change: (typeof teamChangeKinds)[number];
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(longestOfGroup) displayName?: string;
  @IsOptional() @IsString() @MaxLength(longestOfGroup) externalId?: string;
  @IsOptional() @Nested(() => MemberList) members?: MemberList;
}

/** The directory changes name or members: the steps are applied in order, all or none. */
export class ChangeTeam extends TeamCommand {
  @ListOf(() => TeamChange, 1_000) changes: TeamChange[];
  @IfMatch() ifMatch?: string[];
  @IfNoneMatch() ifNoneMatch?: string[];
}

/** The directory deletes the group, and the team with it (rule 15). */
export class DeleteTeam extends TeamCommand {
  @IfMatch() ifMatch?: string[];
  @IfNoneMatch() ifNoneMatch?: string[];
}

class NamedTeam extends TeamCommand {
  @IsString() @IsNotEmpty() @MaxLength(longestOfGroup) displayName: string;
}

/** A person of the account creates a team by hand. */
export class CreateTeamByHand extends NamedTeam {}

export class RenameTeamByHand extends NamedTeam {
  @IfMatch() ifMatch?: string[];
}

export class DeleteTeamByHand extends TeamCommand {
  @IfMatch() ifMatch?: string[];
}

/** An admin hands the team back to the workspace: enforcement stops, its members stay. */
export class HandBackTeam extends TeamCommand {
  @IfMatch() ifMatch?: string[];
}

class OneMember extends TeamCommand {
  @IsUUID() userId: string;
  @IfMatch() ifMatch?: string[];
}
export class AddMemberByHand extends OneMember {}
export class RemoveMemberByHand extends OneMember {}

/**
 * A user was released as of a version, and is about to come back: leaves all rosters and teams, as by the event of the release,
 * which need not have come yet (ADR 0049).
 */
export class RemoveReleasedUser {
  @IsUUID() accountId: string;
  @IsUUID() userId: string;
  @IsInt() @Min(1) version: number;
  @IsActor() actor: Actor;
}

const teamId = '01890a5d-ac96-774b-bcce-b302099a8061';
const userId = '01890a5d-ac96-774b-bcce-b302099a8058';
const stageId = '01890a5d-ac96-774b-bcce-b302099a8062';
const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', teamId };
const directory: Actor = { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' };
const admin: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const base = { version: 1, topic: Topics.teamCommands, key: (c: TeamCommand) => c.teamId } as const;

export const TeamCommands = {
  stageMembers: defineCommand({
    ...base,
    type: 'team.stage-members',
    payload: StageMembers,
    reply: anyObject,
    example: { ...ids, actor: directory, stageId, part: 0, userIds: [userId] },
  }),
  push: defineCommand({
    ...base,
    type: 'team.push',
    payload: PushTeam,
    reply: TeamReply,
    example: { ...ids, actor: directory, displayName: 'Design', members: { userIds: [userId] } },
  }),
  replace: defineCommand({
    ...base,
    type: 'team.replace',
    payload: ReplaceTeam,
    reply: TeamReply,
    example: { ...ids, actor: directory, displayName: 'Design', members: { staged: { stageId, parts: 11 } } },
  }),
  change: defineCommand({
    ...base,
    type: 'team.change',
    payload: ChangeTeam,
    reply: TeamReply,
    example: { ...ids, actor: directory, changes: [{ change: 'add-members', members: { userIds: [userId] } }] },
  }),
  /**
   * `team.change` with many members. It is handled in a queue of its own, so that other commands do not wait for it.
   */
  changeMany: defineCommand({
    ...base,
    type: 'team.change-many',
    payload: ChangeTeam,
    reply: TeamReply,
    example: {
      ...ids,
      actor: directory,
      changes: [{ change: 'replace-members', members: { staged: { stageId, parts: 11 } } }],
    },
  }),
  delete: defineCommand({
    ...base,
    type: 'team.delete',
    payload: DeleteTeam,
    reply: IdReply,
    example: { ...ids, actor: directory },
  }),
  createByHand: defineCommand({
    ...base,
    type: 'team.create-by-hand',
    payload: CreateTeamByHand,
    reply: TeamReply,
    example: { ...ids, actor: admin, displayName: 'Friday football' },
  }),
  renameByHand: defineCommand({
    ...base,
    type: 'team.rename-by-hand',
    payload: RenameTeamByHand,
    reply: TeamReply,
    example: { ...ids, actor: admin, displayName: 'Saturday football' },
  }),
  deleteByHand: defineCommand({
    ...base,
    type: 'team.delete-by-hand',
    payload: DeleteTeamByHand,
    reply: IdReply,
    example: { ...ids, actor: admin },
  }),
  handBack: defineCommand({
    ...base,
    type: 'team.hand-back',
    payload: HandBackTeam,
    reply: TeamReply,
    example: { ...ids, actor: admin },
  }),
  addMemberByHand: defineCommand({
    ...base,
    type: 'team.add-member-by-hand',
    payload: AddMemberByHand,
    reply: TeamReply,
    example: { ...ids, actor: admin, userId },
  }),
  removeMemberByHand: defineCommand({
    ...base,
    type: 'team.remove-member-by-hand',
    payload: RemoveMemberByHand,
    reply: TeamReply,
    example: { ...ids, actor: admin, userId },
  }),
  removeReleased: defineCommand({
    ...base,
    key: (c: RemoveReleasedUser) => c.userId,
    type: 'team.remove-released',
    payload: RemoveReleasedUser,
    reply: IdReply,
    example: { accountId: ids.accountId, userId, version: 7, actor: directory },
  }),
} as const;
