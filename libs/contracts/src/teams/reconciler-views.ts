import { Type } from 'class-transformer';
import {
  IsArray,
  IsDateString,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { reconcilerModes, type ReconcilerMode } from './reconciler-mode.js';

/**
 * One membership that the reconciler corrected, and why: `added by X at T by hand; the team is owned by the directory
 * since …`.
 */
export class MemberPutRight {
  @IsUUID() userId: string;
  @IsString() reason: string;
}

export const runOutcomes = ['done', 'held', 'reported'] as const;

/** A run of the reconciler: the differences between roster and memberships, and what was done about them. */
export class ReconcilerRun {
  @IsUUID() readonly id: string;
  @IsUUID() readonly teamId: string;
  @IsIn(runOutcomes) readonly outcome: (typeof runOutcomes)[number];
  @IsDateString() readonly startedAt: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => MemberPutRight) readonly evicted: MemberPutRight[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => MemberPutRight) readonly restored: MemberPutRight[];
  /** Why it was held. */
  @IsOptional() @IsString() readonly reason?: string;
}

export class RunPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ReconcilerRun) readonly runs: ReconcilerRun[];
  @IsOptional() @IsString() readonly next?: string;
}

export class HeldRun {
  @IsUUID() readonly teamId: string;
  @IsDateString() readonly since: string;
  @IsString() readonly reason: string;
}

export class ReconcilerStatus {
  @IsIn(reconcilerModes) readonly mode: ReconcilerMode;
  /** Teams of the account that are marked dirty, and how long the oldest has been. */
  @IsInt() readonly dirty: number;
  @IsNumber() readonly oldestDirtySeconds: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => HeldRun) readonly held: HeldRun[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => ReconcilerRun) readonly runs: ReconcilerRun[];
}
