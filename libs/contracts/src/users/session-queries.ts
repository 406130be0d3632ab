import { Type } from 'class-transformer';
import { IsDateString, IsDefined, IsIn, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { roleBases, type RoleBase } from '../accounts/role-base.js';
import { defineQuery } from '../define/query.js';
import { anyObject, oneOf } from '../define/shape.js';
import { UserView } from './user-view.js';

/** Signs a person in. A password must never be on the log, so this is no command. */
export class StartSession {
  /** Slug or id. */
  @IsString() @MaxLength(100) readonly account: string;
  @IsString() @MaxLength(320) readonly userName: string;
  @IsString() @MaxLength(1_024) readonly password: string;
}

/** What the browser or program keeps. The token is shown once; user-service stores its digest. */
export class StartedSession {
  @IsString() readonly token: string;
  @IsDateString() readonly expiresAt: string;
  @IsDefined() @ValidateNested() @Type(() => UserView) readonly user: UserView;
}

export class SignedIn {
  @IsIn([true]) readonly signedIn: true;
  @IsDefined() @ValidateNested() @Type(() => StartedSession) readonly session: StartedSession;
}

export class NotSignedIn {
  @IsIn([false]) readonly signedIn: false;
}

/**
 * The answer is the same, and takes the same time, whatever is wrong (account, person, password, inactive), so it does
 * not show which users exist.
 */
export type SignInOutcome = SignedIn | NotSignedIn;

export const rights = ['admin', ...roleBases] as const;

/** The user of a session, with the present type and rights, not those at sign-in. */
export class SessionView {
  @IsUUID() readonly accountId: string;
  @IsString() readonly accountSlug: string;
  @IsString() readonly accountName: string;
  @IsUUID() readonly userId: string;
  @IsString() readonly userName: string;
  @IsString() readonly userType: string;
  /** The rights of the user's type; a custom role has those of its base. */
  @IsIn(rights) readonly rights: 'admin' | RoleBase;
  @IsDateString() readonly startedAt: string;
  @IsDateString() readonly expiresAt: string;
}

export class LiveSession {
  @IsIn([true]) readonly works: true;
  @IsDefined() @ValidateNested() @Type(() => SessionView) readonly session: SessionView;
}

export class DeadSession {
  @IsIn([false]) readonly works: false;
}

export type SessionVerdict = LiveSession | DeadSession;

export class SessionToken {
  @IsString() @MaxLength(200) readonly token: string;
}

const base = { service: 'user-service', method: 'POST' } as const;

/** Secrets are in bodies, so that no URL contains one. */
export const SessionQueries = {
  start: defineQuery({
    ...base,
    path: '/internal/sessions',
    request: StartSession,
    answer: oneOf(SignedIn, NotSignedIn),
    idempotent: false,
  }),
  /** Sessions end with the deactivation of their user, a new password, and at sign-out. */
  check: defineQuery({
    ...base,
    path: '/internal/sessions/check',
    request: SessionToken,
    answer: oneOf(LiveSession, DeadSession),
  }),
  /** The answer is the same for a session that does not exist. */
  end: defineQuery({ ...base, path: '/internal/sessions/end', request: SessionToken, answer: anyObject }),
} as const;
