import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { AccountCommand, AccountEvent } from '../accounts/account-messages.js';
import { IsActor, type Actor } from '../actor.js';
import { defineCommand, defineEvent } from '../define/message.js';
import { IdReply } from '../id-reply.js';
import { Topics } from '../topics.js';
import { UserCommand } from './user-commands.js';

/** What the directory asked for of a leaver: `active: false`, or a SCIM DELETE. */
export const leavings = ['inactive', 'release'] as const;
export type Leaving = (typeof leavings)[number];

/** How many leavers one command names at most. */
export const maxNamedLeavers = 100;

class LeaversCommand extends AccountCommand {
  /** These people. Whoever of them is not held any more is left out. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxNamedLeavers)
  @IsUUID(undefined, { each: true })
  userIds?: string[];
}

/**
 * Lets held leavers leave (rule 27): the people named, who may be declined ones; or, by their number, all who are held. After the latter others
 * pass for an hour.
 */
export class ApproveLeavers extends LeaversCommand {
  /** How many are held, as the sender has seen it; another number is refused with `leavers-changed`. Only without `userIds`. */
  @IsOptional() @IsInt() @Min(1) @Max(10_000_000) count?: number;
}

/** Held leavers stay: the directory's word is refused until it has sent them as active. All who are held, where none is named. */
export class DeclineLeavers extends LeaversCommand {}

/** Reply of `account.approve-leavers` and `account.decline-leavers`. */
export class LeaversReply {
  /** How many were approved, or declined. */
  @IsInt() readonly decided: number;
  /** How many are still held. */
  @IsInt() readonly held: number;
}

/** Carries out the leaving of a person, where an admin has approved it; for anybody else nothing happens. */
export class LetLeave extends UserCommand {}

/** Reply of `user.let-leave`. */
export class LetLeaveReply extends IdReply {
  @IsBoolean() readonly changed: boolean;
}

/** A warning: the brake holds leavers of an account from now on. The account did not change. */
export class LeaversHeld extends AccountEvent {
  /** The first who is held. */
  @IsUUID() userId: string;
  /** How many had left within ten minutes, and how many may. */
  @IsInt() left: number;
  @IsInt() limit: number;
}

/** An admin has decided about held leavers. The account did not change. */
export class LeaversDecided extends AccountEvent {
  /** How many. */
  @IsInt() count: number;
  /** Who, where they were named. */
  @IsOptional() @IsArray() @IsUUID(undefined, { each: true }) userIds?: string[];
  /** Until then others pass. */
  @IsOptional() @IsDateString() passesUntil?: string;
}

/** A warning about a leaver: the user did not change. */
export class LeaverEvent {
  @IsUUID() accountId: string;
  @IsUUID() userId: string;
  @IsActor() actor: Actor;
  /** What the directory had asked for. */
  @IsIn(leavings) leaving: Leaving;
}

const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', userId: '01890a5d-ac96-774b-bcce-b302099a8058' };
const { accountId, userId } = ids;
const admin: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const directory: Actor = { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' };
const ofAccount = { version: 1, key: (m: { accountId: string }) => m.accountId } as const;
const ofUser = { version: 1, key: (m: { userId: string }) => m.userId } as const;

export const LeaverCommands = {
  approve: defineCommand({
    ...ofAccount,
    type: 'account.approve-leavers',
    topic: Topics.userCommands,
    payload: ApproveLeavers,
    reply: LeaversReply,
    example: { accountId, actor: admin, count: 24 },
  }),
  decline: defineCommand({
    ...ofAccount,
    type: 'account.decline-leavers',
    topic: Topics.userCommands,
    payload: DeclineLeavers,
    reply: LeaversReply,
    example: { accountId, actor: admin, userIds: [userId] },
  }),
  letLeave: defineCommand({
    ...ofUser,
    type: 'user.let-leave',
    topic: Topics.userCommands,
    payload: LetLeave,
    reply: LetLeaveReply,
    example: { ...ids, actor: admin },
  }),
} as const;

export const LeaverEvents = {
  held: defineEvent({
    ...ofAccount,
    type: 'account.leavers-held',
    topic: Topics.userEvents,
    payload: LeaversHeld,
    example: { accountId, actor: directory, userId, left: 20, limit: 20 },
  }),
  approved: defineEvent({
    ...ofAccount,
    type: 'account.leavers-approved',
    topic: Topics.userEvents,
    payload: LeaversDecided,
    example: { accountId, actor: admin, count: 24, passesUntil: '2026-03-01T11:00:00.000Z' },
  }),
  declined: defineEvent({
    ...ofAccount,
    type: 'account.leavers-declined',
    topic: Topics.userEvents,
    payload: LeaversDecided,
    example: { accountId, actor: admin, count: 1, userIds: [userId] },
  }),
  /** The brake refused that the person leaves. Once, however often the directory says it. */
  personHeld: defineEvent({
    ...ofUser,
    type: 'user.leaving-held',
    topic: Topics.userEvents,
    payload: LeaverEvent,
    example: { ...ids, actor: directory, leaving: 'inactive' as const },
  }),
  /** The person is not held any more, and has not left: the directory sent the person as active, or an admin handed the person back. */
  personStays: defineEvent({
    ...ofUser,
    type: 'user.leaving-withdrawn',
    topic: Topics.userEvents,
    payload: LeaverEvent,
    example: { ...ids, actor: directory, leaving: 'inactive' as const },
  }),
} as const;
