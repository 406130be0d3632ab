import { IsBoolean, IsDateString, IsIn, IsInt, IsNumber, IsOptional, IsString, IsUUID } from 'class-validator';
import { Actor, IsActor } from '../actor.js';
import { ListOf, Nested } from '../schema/nested.js';
import { openList } from '../schema/open-list.js';
import { reconcilerModes, type ReconcilerMode } from './reconciler-mode.js';

/** Why somebody is put out of a team, or back in. */
export const putRightCauses = openList(['by-hand', 'not-in-group', 'before-takeover', 'missing']);
export type PutRightCause = (typeof putRightCauses)[number];

/**
 * One membership that the reconciler corrected, and why: `added by X at T by hand; the team is owned by the directory
 * since …`.
 */
export class MemberPutRight {
  @IsUUID() userId: string;
  @IsString() reason: string;
  /** The same as facts; absent in what was kept by older versions. */
  @IsOptional() @IsIn(putRightCauses) cause?: PutRightCause;
  /** By whose hand the person came, or went, and when. */
  @IsOptional() @Nested(() => Actor) by?: Actor;
  @IsOptional() @IsDateString() at?: string;
  /** Since when the directory owns the team. */
  @IsOptional() @IsDateString() ownedSince?: string;
}

export const runOutcomes = ['done', 'held', 'reported'] as const;

/** A run of the reconciler: the differences between roster and memberships, and what was done about them. */
export class ReconcilerRun {
  @IsUUID() readonly id: string;
  @IsUUID() readonly teamId: string;
  @IsIn(runOutcomes) readonly outcome: (typeof runOutcomes)[number];
  @IsDateString() readonly startedAt: string;
  @ListOf(() => MemberPutRight) readonly evicted: MemberPutRight[];
  @ListOf(() => MemberPutRight) readonly restored: MemberPutRight[];
  /** Why it was held. */
  @IsOptional() @IsString() readonly reason?: string;
  /** How many there are, where the lists do not have them. */
  @IsOptional() @IsInt() readonly evictedCount?: number;
  @IsOptional() @IsInt() readonly restoredCount?: number;
}

export class RunPage {
  @ListOf(() => ReconcilerRun) readonly runs: ReconcilerRun[];
  @IsOptional() @IsString() readonly next?: string;
}

export const runSides = ['evicted', 'restored'] as const;

/** Somebody of a run. */
export class PersonOfRun extends MemberPutRight {
  @IsIn(runSides) side: (typeof runSides)[number];
}

/** A run without its lists, and some of its people by their ids. */
export class RunPeople {
  @Nested(() => ReconcilerRun) readonly run: ReconcilerRun;
  @ListOf(() => PersonOfRun) readonly people: PersonOfRun[];
  /** The id behind which the next page begins. */
  @IsOptional() @IsUUID() readonly next?: string;
}

/** A team of the directory that differs from its group now. */
export class DriftingTeam {
  @IsUUID() readonly teamId: string;
  @IsString() readonly displayName: string;
  /** In the team, and not in its group; in the group, and not in the team. */
  @IsInt() readonly extra: number;
  @IsInt() readonly missing: number;
  /** Whether its run is held. */
  @IsBoolean() readonly held: boolean;
}

export class DriftingPage {
  @ListOf(() => DriftingTeam) readonly teams: DriftingTeam[];
  /** The id behind which the next page begins; also after a page with less than was asked for. */
  @IsOptional() @IsUUID() readonly next?: string;
}

export class HeldRun {
  @IsUUID() readonly teamId: string;
  @IsDateString() readonly since: string;
  @IsString() readonly reason: string;
  /** What it would do, by the newest look at the team. The next four are absent of runs held by older versions. */
  @IsOptional() @IsInt() readonly wouldEvict?: number;
  @IsOptional() @IsInt() readonly wouldRestore?: number;
  /** Of how many members, and how many of them are put out without an admin's word. */
  @IsOptional() @IsInt() readonly members?: number;
  @IsOptional() @IsInt() readonly limit?: number;
}

/** Somebody whom a hand puts into a team again and again, and the reconciler out again. */
export class ContendedMember {
  @IsUUID() readonly teamId: string;
  @IsUUID() readonly userId: string;
  @IsInt() readonly evictions: number;
  @IsDateString() readonly lastAt: string;
}

/** Who set the mode of the reconciler, when and why, and until when. */
export class ModeSetting {
  @IsDateString() readonly since: string;
  @IsActor() readonly by: Actor;
  @IsOptional() @IsString() readonly reason?: string;
  /** When it becomes `enforce` again by itself. */
  @IsOptional() @IsDateString() readonly until?: string;
}

export class ReconcilerStatus {
  @IsIn(reconcilerModes) readonly mode: ReconcilerMode;
  /** Absent where nobody has set it, or an older version did. */
  @IsOptional() @Nested(() => ModeSetting) readonly setting?: ModeSetting;
  /** Teams of the account that are marked dirty, and how long the oldest has been. */
  @IsInt() readonly dirty: number;
  @IsNumber() readonly oldestDirtySeconds: number;
  @ListOf(() => HeldRun) readonly held: HeldRun[];
  /** Held runs that an admin has approved: they happen at the next look at the team. Absent of older versions. */
  @IsOptional() @ListOf(() => HeldRun) readonly approved?: HeldRun[];
  @ListOf(() => ReconcilerRun) readonly runs: ReconcilerRun[];
  /** Those of the last quarter of an hour. */
  @IsOptional() @ListOf(() => ContendedMember) readonly contended?: ContendedMember[];
}
