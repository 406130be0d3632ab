import { IsBoolean, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { roleBases, type RoleBase } from '../accounts/role-base.js';
import { defineQuery } from '../define/query.js';
import { anyObject, listOf, oneOf } from '../define/shape.js';
import { Nested } from '../schema/nested.js';
import { UserView } from './user-view.js';

/** Where a password is given from. An older gateway says nothing of it. */
export class SignInOrigin {
  /** The request: the correlation id of what follows from it. */
  @IsOptional() @IsUUID() readonly requestId?: string;
  /** Failures are counted by it: an IPv4 address, or the IPv6 prefix that one site has. */
  @IsOptional() @IsString() @MaxLength(60) readonly site?: string;
  /** What a former success gave this browser. */
  @IsOptional() @IsString() @MaxLength(200) readonly deviceToken?: string;
}

/** Signs a person in. A password must never be on the log, so this is no command. */
export class StartSession extends SignInOrigin {
  /** Slug or id. */
  @IsString() @MaxLength(100) readonly account: string;
  @IsString() @MaxLength(320) readonly userName: string;
  @IsString() @MaxLength(1_024) readonly password: string;
  /** For the list of sessions: the address, or the IPv6 network. */
  @IsOptional() @IsString() @MaxLength(60) readonly network?: string;
  /** For the list of sessions: "Firefox on Linux". */
  @IsOptional() @IsString() @MaxLength(100) readonly device?: string;
}

/** What the browser or program keeps. The token is shown once; user-service stores its digest. */
export class StartedSession {
  @IsString() readonly token: string;
  @IsDateString() readonly expiresAt: string;
  @Nested(() => UserView) readonly user: UserView;
  /** For browsers that have none yet: with it, failures of others do not count. */
  @IsOptional() @IsString() readonly deviceToken?: string;
}

export class SignedIn {
  @IsIn([true]) readonly signedIn: true;
  @Nested(() => StartedSession) readonly session: StartedSession;
}

export class NotSignedIn {
  @IsIn([false]) readonly signedIn: false;
  /** Too many have failed: nothing was compared, and nothing will be before this many seconds. */
  @IsOptional() @IsInt() readonly retryAfterS?: number;
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
  @IsOptional() @IsUUID() readonly sessionId?: string;
  /** When the password was given last: at the start, or to confirm. */
  @IsOptional() @IsDateString() readonly confirmedAt?: string;
  /** After how long without a request it ends, in milliseconds. An older user-service does not say. */
  @IsOptional() @IsInt() readonly idleMs?: number;
}

export class LiveSession {
  @IsIn([true]) readonly works: true;
  @Nested(() => SessionView) readonly session: SessionView;
}

export class DeadSession {
  @IsIn([false]) readonly works: false;
}

export type SessionVerdict = LiveSession | DeadSession;

export class SessionToken {
  @IsString() @MaxLength(200) readonly token: string;
}

export class CheckSession extends SessionToken {
  /** The person did not ask for this: it does not keep the session from ending idle. */
  @IsOptional() @IsBoolean() readonly background?: boolean;
}

export class EndSession extends SessionToken {
  @IsOptional() @IsUUID() readonly requestId?: string;
}

/** Gives the password of a session's person again. */
export class ConfirmSession extends SignInOrigin {
  @IsString() @MaxLength(200) readonly token: string;
  @IsString() @MaxLength(1_024) readonly password: string;
}

export class ConfirmedSession {
  @IsIn([true]) readonly confirmed: true;
  @IsDateString() readonly confirmedAt: string;
}

export class NotConfirmed {
  @IsIn([false]) readonly confirmed: false;
  @IsOptional() @IsInt() readonly retryAfterS?: number;
}

export type ConfirmOutcome = ConfirmedSession | NotConfirmed;

/** The person whose sessions are meant. */
export class SessionOwner {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly userId: string;
}

/** One session, as lists show it. */
export class SessionBrief {
  @IsUUID() readonly sessionId: string;
  @IsDateString() readonly startedAt: string;
  /** To the minute: a use is noted at most once in one. */
  @IsDateString() readonly lastUsedAt: string;
  @IsDateString() readonly expiresAt: string;
  @IsOptional() @IsString() readonly network?: string;
  @IsOptional() @IsString() readonly device?: string;
}

/** Ends sessions of one person: the one named, or all but one, or all. */
export class EndSessions extends SessionOwner {
  @IsOptional() @IsUUID() readonly sessionId?: string;
  @IsOptional() @IsUUID() readonly exceptId?: string;
  @IsActor() readonly actor: Actor;
  @IsOptional() @IsUUID() readonly requestId?: string;
}

export class SessionsEnded {
  @IsInt() readonly ended: number;
}

/** What session tokens are signed with: with it workspace-gateway tells invented ones by itself. */
export class SessionSigningKey {
  @IsString() readonly key: string;
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
    comparesPassword: true,
  }),
  signingKey: defineQuery({
    service: 'user-service',
    method: 'GET',
    path: '/internal/sessions/signing-key',
    answer: SessionSigningKey,
  }),
  /** Says why a session may go on; a use of it is noted. */
  check: defineQuery({
    ...base,
    path: '/internal/sessions/check',
    request: CheckSession,
    answer: oneOf(LiveSession, DeadSession),
  }),
  /** The answer is the same for a session that does not exist. */
  end: defineQuery({ ...base, path: '/internal/sessions/end', request: EndSession, answer: anyObject }),
  confirm: defineQuery({
    ...base,
    path: '/internal/sessions/confirm',
    request: ConfirmSession,
    answer: oneOf(ConfirmedSession, NotConfirmed),
    idempotent: false,
    comparesPassword: true,
  }),
  /** The live ones, the newest first. Refused where the account has no such user. */
  list: defineQuery({
    service: 'user-service',
    method: 'GET',
    path: '/internal/accounts/:accountId/users/:userId/sessions',
    request: SessionOwner,
    answer: listOf(SessionBrief),
  }),
  endOf: defineQuery({
    ...base,
    path: '/internal/accounts/:accountId/users/:userId/sessions/end',
    request: EndSessions,
    answer: SessionsEnded,
  }),
} as const;
