import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsDefined,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { AuditActor, AuditAnswer, AuditEntryView, AuditSubject } from './audit-views.js';

/** Why somebody is in a team, or is not. Each has its sentences in a table of audit-service. */
export const membershipVerdicts = [
  'in-by-directory',
  'in-by-hand',
  'in-while-paused',
  'in-while-reported',
  'in-while-held',
  'in-while-backed-off',
  'in-after-takeover',
  'in-eviction-due',
  'in-but-inactive',
  'out-by-directory',
  'out-by-takeover',
  'out-by-reconciler',
  'out-by-hand',
  'out-refused',
  'out-released',
  'out-came-back',
  'out-erased',
  'out-not-named',
  'out-never-added',
  'out-restoration-due',
  'out-restoration-withheld',
  'out-takeover-waits',
  'out-team-deleted',
  'not-in-the-log',
  'cannot-be-told-yet',
] as const;
export type MembershipVerdict = (typeof membershipVerdicts)[number];

/** Whether a token works, and what ended it. */
export const tokenVerdicts = ['works', 'revoked-by-hand', 'revoked-with-its-maker', 'expired'] as const;
export type TokenVerdictCode = (typeof tokenVerdicts)[number];

/** Whether a person is active, and what made it so. */
export const userVerdicts = [
  'active',
  'active-though-held',
  'inactive-by-directory',
  'inactive-by-hand',
  'inactive-before-the-log',
  'inactive-cannot-be-told-yet',
  'released',
  'erased',
] as const;
export type UserVerdict = (typeof userVerdicts)[number];

/** What a person's type comes from. */
export const userTypeVerdicts = [
  'type-by-directory',
  'type-by-hand',
  'type-by-fallback',
  'type-before-the-log',
  'type-cannot-be-told-yet',
] as const;
export type UserTypeVerdict = (typeof userTypeVerdicts)[number];

/** An answer to "why": a code, sentences for people, and the entries that it rests on. */
export class Explanation {
  /** What is so, since when, by whom and by which request. */
  @IsString() readonly sentence: string;
  /** What to do, and where; absent where there is nothing to do. */
  @IsOptional() @IsString() readonly todo?: string;
  @IsOptional() @IsDateString() readonly since?: string;
  @IsOptional() @ValidateNested() @Type(() => AuditActor) readonly actor?: AuditActor;
  @IsOptional() @IsUUID() readonly requestId?: string;
  /** The entries that it rests on, with what led to them; oldest first. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => AuditEntryView) readonly entries: AuditEntryView[];
}

export class ExplainedMembership extends Explanation {
  @IsIn(membershipVerdicts) readonly verdict: MembershipVerdict;
  /** Absent where it cannot be told. */
  @IsOptional() @IsBoolean() readonly isIn?: boolean;
}

export class MembershipExplanation extends AuditAnswer {
  @IsDefined() @ValidateNested() @Type(() => AuditSubject) readonly team: AuditSubject;
  @IsDefined() @ValidateNested() @Type(() => AuditSubject) readonly user: AuditSubject;
  /** The moment that was asked for; absent where the present is explained. */
  @IsOptional() @IsDateString() readonly at?: string;
  @IsDefined() @ValidateNested() @Type(() => ExplainedMembership) readonly explanation: ExplainedMembership;
}

export class ExplainedToken extends Explanation {
  @IsIn(tokenVerdicts) readonly verdict: TokenVerdictCode;
}

export class TokenExplanation extends AuditAnswer {
  @IsDefined() @ValidateNested() @Type(() => AuditSubject) readonly token: AuditSubject;
  @IsDefined() @ValidateNested() @Type(() => ExplainedToken) readonly explanation: ExplainedToken;
}

export class ExplainedUserState extends Explanation {
  @IsIn(userVerdicts) readonly verdict: UserVerdict;
}

export class ExplainedUserType extends Explanation {
  @IsIn(userTypeVerdicts) readonly verdict: UserTypeVerdict;
}

export class UserExplanation extends AuditAnswer {
  @IsDefined() @ValidateNested() @Type(() => AuditSubject) readonly user: AuditSubject;
  /** Why active, or inactive. */
  @IsDefined() @ValidateNested() @Type(() => ExplainedUserState) readonly state: ExplainedUserState;
  /** Why this type; absent for an erased person, who has none. */
  @IsOptional() @ValidateNested() @Type(() => ExplainedUserType) readonly userType?: ExplainedUserType;
}
