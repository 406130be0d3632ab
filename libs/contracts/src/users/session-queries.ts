import type { RoleBase } from '../accounts/account-messages.js';
import type { UserView } from './user-view.js';

/** `POST /internal/sessions` of user-service: signs somebody in. A password never travels over the log, so this is no command. */
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

/** One answer for whatever is wrong (account, person, password, inactive), in the same time: nobody learns who is there. */
export type SignInOutcome =
  { readonly signedIn: true; readonly session: StartedSession } | { readonly signedIn: false };

/** Who is behind a session now: type and rights as they are at this moment, not as they were at the sign-in. */
export interface SessionView {
  readonly accountId: string;
  readonly accountSlug: string;
  readonly accountName: string;
  readonly userId: string;
  readonly userName: string;
  readonly userType: string;
  /** What the type may do: a custom role's is that of its base. */
  readonly rights: 'admin' | RoleBase;
  readonly startedAt: string;
  readonly expiresAt: string;
}

export type SessionVerdict = { readonly works: true; readonly session: SessionView } | { readonly works: false };

/** Internal HTTP of user-service about sign-in. Bodies, so that no secret stands in a URL. */
export const SessionQueries = {
  /** POST `StartSession`: a `SignInOutcome`. */
  start: '/internal/sessions',
  /** POST `{ token }`: a `SessionVerdict`. Sessions end with the deactivation of their user, a new password, and at sign-out. */
  check: '/internal/sessions/check',
  /** POST `{ token }`: `{}`; also for a session that is not there. */
  end: '/internal/sessions/end',
} as const;
