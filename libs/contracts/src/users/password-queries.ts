import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf, oneOf } from '../define/shape.js';
import { ListOf, Nested } from '../schema/nested.js';
import { SignInOrigin } from './session-queries.js';

/** Whose one-time link this is. */
export class CheckLink {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly userId: string;
  /** SHA-256 of the link's text, hex. */
  @Matches(/^[0-9a-f]{64}$/) readonly digest: string;
}

/** What a new password of this person must not be (rule 6). */
export class PasswordOwner {
  @IsString() readonly accountSlug: string;
  @IsString() readonly userName: string;
  @IsOptional() @IsString() readonly displayName?: string;
  @IsOptional() @IsString() readonly givenName?: string;
  @IsOptional() @IsString() readonly familyName?: string;
}

export class GoodLink {
  @IsIn([true]) readonly works: true;
  @Nested(() => PasswordOwner) readonly owner: PasswordOwner;
}

/** Used, expired, withdrawn or of nobody who is active: the answer does not say which. */
export class BadLink {
  @IsIn([false]) readonly works: false;
}

/** Whether this is the password that the person of a session has. Wrong ones count as failures to sign in. */
export class CompareOwnPassword extends SignInOrigin {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly userId: string;
  @IsString() @MaxLength(1_024) readonly password: string;
}

export class SamePassword {
  @IsIn([true]) readonly matches: true;
  /** The version of the user whose password was compared: a change of it is for this version only. */
  @IsInt() readonly version: number;
  @Nested(() => PasswordOwner) readonly owner: PasswordOwner;
}

export class OtherPassword {
  @IsIn([false]) readonly matches: false;
  /** Too many have failed: nothing was compared, and nothing will be before this many seconds. */
  @IsOptional() @IsInt() readonly retryAfterS?: number;
}

/** A write of the directory that brings a password, as far as it decides whether the password is taken (rules 5, 6). */
export class PasswordWrite {
  @IsUUID() readonly accountId: string;
  /** Of the user who is changed, any text; absent for a creation, which says the `userName`. */
  @IsOptional() @IsString() readonly userId?: string;
  @IsOptional() @IsString() readonly userName?: string;
  /** These four are of the command. */
  @IsOptional() @IsString() readonly externalId?: string;
  @IsOptional() @IsIn(['label']) readonly externalIdIs?: 'label';
  @IsOptional() @IsArray() @IsString({ each: true }) readonly ifMatch?: string[];
  @IsOptional() @IsArray() @IsString({ each: true }) readonly ifNoneMatch?: string[];
}

/** At most 500, about any accounts. */
export class TakesPassword {
  @ListOf(() => PasswordWrite, 500) readonly writes: PasswordWrite[];
}

/** What is known of whose password a write brings: of a new person only the account. */
export class KnownOwner {
  @IsString() readonly accountSlug: string;
  @IsOptional() @IsString() readonly userName?: string;
  @IsOptional() @IsString() readonly displayName?: string;
  @IsOptional() @IsString() readonly givenName?: string;
  @IsOptional() @IsString() readonly familyName?: string;
}

export class PasswordForecast {
  /** False: it would not be taken, whatever else the write says. True: it would, where no rule about anything else refuses. */
  @IsBoolean() readonly taken: boolean;
  /** What the password must not be, beside what the write says itself; absent where the write would be refused anyway. */
  @IsOptional() @Nested(() => KnownOwner) readonly owner?: KnownOwner;
}

const base = { service: 'user-service', method: 'POST' } as const;

/** What is asked before a password is set. Secrets are in bodies, and never on a topic. */
export const PasswordQueries = {
  /**
   * Answers in the same order, as of now. Where the answer has changed before the command comes, and the password is needed after
   * all, the command is refused (`password-needed`).
   */
  takes: defineQuery({
    ...base,
    path: '/internal/passwords/takes',
    request: TakesPassword,
    answer: listOf(PasswordForecast),
  }),
  checkLink: defineQuery({
    ...base,
    path: '/internal/passwords/check-link',
    request: CheckLink,
    answer: oneOf(GoodLink, BadLink),
  }),
  compareOwn: defineQuery({
    ...base,
    path: '/internal/passwords/compare',
    request: CompareOwnPassword,
    answer: oneOf(SamePassword, OtherPassword),
    idempotent: false,
    comparesPassword: true,
  }),
} as const;
