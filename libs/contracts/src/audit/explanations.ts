import { IsBoolean, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { ListOf, Nested } from '../schema/nested.js';
import { tokenPurposes, type TokenPurpose } from '../tokens/token-purpose.js';
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

/** What the sentence is made of beside the rest of the answer, for readers in other languages; what it does not need is absent. */
export class ExplanationFacts {
  /**
   * Of a membership, what the reconciler does (`paused`, `report-only`, `held`, `takeover`) or what the answer waits for (`parked`, `search`, `person`,
   * `team`); of a token, its state.
   */
  @IsOptional() @IsString() readonly reason?: string;
  /** Until then it stays so. */
  @IsOptional() @IsDateString() readonly until?: string;
  /** How many people the directory's group has now. */
  @IsOptional() @IsInt() readonly groupSize?: number;
  /** The user type that a person has: a name of ours, or the id of a custom role. */
  @IsOptional() @IsString() readonly userType?: string;
  /** Who made the token. */
  @IsOptional() @Nested(() => AuditSubject) readonly maker?: AuditSubject;
  /** What the token opens. */
  @IsOptional() @IsIn(tokenPurposes) readonly purpose?: TokenPurpose;
}

/** An answer to "why": a code, sentences for people, and the entries that it rests on. */
export class Explanation {
  /** What is so, since when, by whom and by which request. */
  @IsString() readonly sentence: string;
  /** What to do, and where; absent where there is nothing to do. */
  @IsOptional() @IsString() readonly todo?: string;
  @IsOptional() @IsDateString() readonly since?: string;
  @IsOptional() @Nested(() => AuditActor) readonly actor?: AuditActor;
  @IsOptional() @IsUUID() readonly requestId?: string;
  @IsOptional() @Nested(() => ExplanationFacts) readonly facts?: ExplanationFacts;
  /** The entries that it rests on, with what led to them; oldest first. */
  @ListOf(() => AuditEntryView) readonly entries: AuditEntryView[];
}

export class ExplainedMembership extends Explanation {
  @IsIn(membershipVerdicts) readonly verdict: MembershipVerdict;
  /** Absent where it cannot be told. */
  @IsOptional() @IsBoolean() readonly isIn?: boolean;
}

export class MembershipExplanation extends AuditAnswer {
  @Nested(() => AuditSubject) readonly team: AuditSubject;
  @Nested(() => AuditSubject) readonly user: AuditSubject;
  /** The moment that was asked for; absent where the present is explained. */
  @IsOptional() @IsDateString() readonly at?: string;
  @Nested(() => ExplainedMembership) readonly explanation: ExplainedMembership;
}

export class ExplainedToken extends Explanation {
  @IsIn(tokenVerdicts) readonly verdict: TokenVerdictCode;
}

export class TokenExplanation extends AuditAnswer {
  @Nested(() => AuditSubject) readonly token: AuditSubject;
  @Nested(() => ExplainedToken) readonly explanation: ExplainedToken;
}

export class ExplainedUserState extends Explanation {
  @IsIn(userVerdicts) readonly verdict: UserVerdict;
}

export class ExplainedUserType extends Explanation {
  @IsIn(userTypeVerdicts) readonly verdict: UserTypeVerdict;
}

export class UserExplanation extends AuditAnswer {
  @Nested(() => AuditSubject) readonly user: AuditSubject;
  /** Why active, or inactive. */
  @Nested(() => ExplainedUserState) readonly state: ExplainedUserState;
  /** Why this type; absent for an erased person, who has none. */
  @IsOptional() @Nested(() => ExplainedUserType) readonly userType?: ExplainedUserType;
}
