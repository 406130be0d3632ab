import type { RoleBase } from '../accounts/account-messages.js';
import type { UserView } from './user-view.js';

/**
 * `POST /internal/sessions` of user-service: signs a person in. A password must never be on the log, so this is no
 * command.
 */
export interface StartSession {
  /** Slug or id. */
  readonly account: string;
  readonly userName: string;
  readonly password: string;
}

/** What the browser or program keeps. The token is shown once; user-service stores its digest. */
export interface StartedSession {
  readonly token: string;
  /** RFC 3339. */
  readonly expiresAt: string;
  readonly user: UserView;
}

/**
 * The answer is the same, and takes the same time, whatever is wrong (account, person, password, inactive), so that
 * nobody can find out which users exist.
 */
export type SignInOutcome =
  { readonly signedIn: true; readonly session: StartedSession } | { readonly signedIn: false };

/** The user of a session, with the present type and rights, not those at sign-in. */
export interface SessionView {
  readonly accountId: string;
  readonly accountSlug: string;
  readonly accountName: string;
  readonly userId: string;
  readonly userName: string;
  readonly userType: string;
  /** The rights of the user's type; a custom role has those of its base. */
  readonly rights: 'admin' | RoleBase;
  readonly startedAt: string;
  readonly expiresAt: string;
}

export type SessionVerdict = { readonly works: true; readonly session: SessionView } | { readonly works: false };

/** Internal HTTP of user-service about sign-in. Secrets are in bodies, so that no URL contains one. */
export const SessionQueries = {
  /** POST `StartSession`: a `SignInOutcome`. */
  start: '/internal/sessions',
  /**
   * POST `{ token }`: a `SessionVerdict`. Sessions end with the deactivation of their user, a new password, and at
   * sign-out.
   */
  check: '/internal/sessions/check',
  /** POST `{ token }`: `{}`; also when the session does not exist. */
  end: '/internal/sessions/end',
} as const;
