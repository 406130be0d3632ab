import { IsBoolean, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { Actor, IsActor } from '../actor.js';
import { ListOf, Nested } from '../schema/nested.js';

/**
 * `waiting` for an admin; `allowed`: the refused push may come again; `declined`: pushes are refused; `done`: the directory
 * has the team; `undone`: the workspace has it again.
 */
export const takeoverStates = ['waiting', 'allowed', 'declined', 'done', 'undone'] as const;
export type TakeoverState = (typeof takeoverStates)[number];

/** A takeover of a team (rules 11, 26): one that waits or was declined, or one that happened. */
export class TakeoverView {
  @IsUUID() readonly id: string;
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly teamId: string;
  /** Rises with every change of the takeover and of the team. */
  @IsInt() readonly version: number;
  @IsIn(takeoverStates) readonly state: TakeoverState;
  /** The team's present name. */
  @IsString() readonly teamName: string;
  /** The name of the group. */
  @IsString() readonly displayName: string;
  /** The team's name before it was taken over, which an undo gives back; absent where it was not, or that was not kept. */
  @IsOptional() @IsString() readonly formerName?: string;
  /** For the directory the group is there: what it sends is kept, and nothing has to be pushed again. */
  @IsBoolean() readonly kept: boolean;
  /** Who pushed the group. */
  @IsActor() readonly pushedBy: Actor;
  /** The directory's last request about it, by which the audit log has it. */
  @IsOptional() @IsUUID() readonly requestId?: string;
  @IsDateString() readonly proposedAt: string;
  /** Of the last push or decision; or since when other people are concerned, because somebody has left the account or come back. */
  @IsDateString() readonly updatedAt: string;
  @IsOptional() @Nested(() => Actor) readonly decidedBy?: Actor;
  @IsOptional() @IsDateString() readonly decidedAt?: string;
  /** Until then it waits, may be pushed again, or can be undone. */
  @IsOptional() @IsDateString() readonly endsAt?: string;
  /** How many people have gained and lost access by it. */
  @IsOptional() @IsInt() readonly gained?: number;
  @IsOptional() @IsInt() readonly lost?: number;
}

/**
 * Who is concerned by what an admin can do now: by allowing a takeover, or by undoing one that is done. `missing`: former
 * members who are no users any more, and do not come back.
 */
export const takeoverSides = ['gain', 'lose', 'stay', 'missing'] as const;
export type TakeoverSide = (typeof takeoverSides)[number];

export class TakeoverCounts {
  @IsInt() readonly gain: number;
  @IsInt() readonly lose: number;
  @IsInt() readonly stay: number;
  @IsInt() readonly missing: number;
}

export class TakeoverDetails extends TakeoverView {
  @Nested(() => TakeoverCounts) readonly counts: TakeoverCounts;
  /** Another team has the former name by now: an undo leaves the team's present name. */
  @IsOptional() @IsBoolean() readonly formerNameTaken?: boolean;
}

export class TakeoverPage {
  @ListOf(() => TakeoverView) readonly takeovers: TakeoverView[];
  /** Cursor of the next page; absent on the last one. */
  @IsOptional() @IsUUID() readonly next?: string;
}

/** Somebody of one side, with the membership that the person has, or had before the takeover. */
export class TakeoverPerson {
  @IsUUID() readonly userId: string;
  @IsOptional() @IsIn(['directory', 'manual']) readonly source?: 'directory' | 'manual';
  @IsOptional() @IsDateString() readonly addedAt?: string;
  @IsOptional() @Nested(() => Actor) readonly addedBy?: Actor;
}

export class TakeoverPeople {
  @ListOf(() => TakeoverPerson) readonly people: TakeoverPerson[];
  /** Cursor of the next page; absent on the last one. */
  @IsOptional() @IsUUID() readonly next?: string;
}

/** Reply of the commands about takeovers: the takeover as committed. */
export class TakeoverReply extends TakeoverView {
  @IsBoolean() readonly changed: boolean;
}
